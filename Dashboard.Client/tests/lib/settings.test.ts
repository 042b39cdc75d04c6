// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chosenSettings, keepSettings, settings, settingsFor } from "../../src/lib/settings";

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

test("the language of the address wins over the kept one and is kept", () => {
  keepSettings({ language: "en", timeZone: "UTC", density: "compact" });
  expect(settingsFor("?lang=zh&range=900")).toMatchObject({ language: "zh", timeZone: "UTC", density: "compact" });
  expect(settings().language).toBe("zh");
});

test.each(["", "?lang=", "?lang=fr"])("an address with %j leaves what was kept", (search) => {
  keepSettings({ language: "zh", timeZone: "local", density: "comfortable" });
  expect(settingsFor(search).language).toBe("zh");
});

test("what is not changed stays, and undefined goes back to the default", () => {
  keepSettings({ language: "zh", density: "compact" });
  keepSettings({ hintSeen: true });
  expect(settings()).toMatchObject({ language: "zh", density: "compact", hintSeen: true });
  keepSettings({ language: undefined });
  expect(chosenSettings()).toEqual({ density: "compact", hintSeen: true });
  expect(settings().language).toBe("en");
});

test("where storage is blocked a choice lasts as long as the page", async () => {
  vi.resetModules();
  const fresh = await import("../../src/lib/settings");
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  fresh.keepSettings({ density: "compact" });
  expect(fresh.settings().density).toBe("compact");
});
