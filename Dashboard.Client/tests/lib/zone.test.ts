// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";

async function load(timeZone?: string) {
  localStorage.clear();
  if (timeZone) localStorage.setItem("dashboard-settings", JSON.stringify({ timeZone }));
  return import("../../src/lib/zone");
}

beforeEach(() => vi.resetModules());

test.each([
  ["UTC", "2026-07-01T00:00:00Z", 0],
  ["Asia/Shanghai", "2026-07-01T20:30:00Z", 480],
  ["Asia/Kathmandu", "2026-01-01T00:00:00Z", 345],
  ["America/New_York", "2026-03-08T06:59:59.999Z", -300],
  ["America/New_York", "2026-03-08T07:00:00Z", -240],
  ["Europe/Berlin", "2026-10-25T00:59:59Z", 120],
  ["Europe/Berlin", "2026-10-25T01:00:00Z", 60],
])("%s at %s is %i minutes ahead of UTC", async (name, at, minutes) => {
  const { offsetMinutesAt, zone } = await load(name);
  expect(zone()).toBe(name);
  expect(offsetMinutesAt(Date.parse(at))).toBe(minutes);
  expect(offsetMinutesAt(Date.parse(at), "UTC")).toBe(0);
});

test("without a choice, and with a name that the browser does not know, it is the zone of this computer", async () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect((await load()).zone()).toBe(here);
  vi.resetModules();
  const { offsetMinutesAt, zone } = await load("Mars/Olympus");
  expect(zone()).toBe(here);
  const at = Date.parse("2026-07-01T00:00:00Z");
  expect(offsetMinutesAt(at)).toBe(0 - new Date(at).getTimezoneOffset());
});
