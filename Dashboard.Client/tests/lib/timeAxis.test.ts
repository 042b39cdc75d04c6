// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { roundTimes, timeLabel, timeStep } from "../../src/lib/timeAxis";

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [300_000, 6, minute],
  [hour, 6, 10 * minute],
  [6 * hour, 6, hour],
  [24 * hour, 6, 6 * hour],
  [168 * hour, 7, 24 * hour],
  [168 * hour, 3, 48 * hour],
])("a range of %d ms with %d labels", (range, most, step) => expect(timeStep(range, most)).toBe(step));

test("times are within the range, on whole steps of local time", () => {
  const from = new Date(2026, 2, 14, 10, 7, 12).getTime();
  const times = roundTimes(from, from + hour, 10 * minute);
  expect(times.map((time) => new Date(time).getMinutes())).toEqual([10, 20, 30, 40, 50, 0]);
  const days = roundTimes(from, from + 72 * hour, 24 * hour);
  expect(days.map((time) => new Date(time).getHours())).toEqual([0, 0, 0]);
});

test("midnight is a date", () => {
  const midnight = new Date(2026, 2, 14).getTime();
  expect(timeLabel(midnight, 6 * hour)).toBe("14 Mar");
  expect(timeLabel(midnight + 6 * hour, 6 * hour)).toBe("06:00");
  expect(timeLabel(midnight, 10 * minute)).toBe("00:00");
});

describe("in the chosen time zone", () => {
  beforeEach(() => vi.resetModules());
  const load = async (timeZone: string, language = "en") => {
    localStorage.setItem("dashboard-settings", JSON.stringify({ timeZone, language }));
    return import("../../src/lib/timeAxis");
  };
  const utc = (times: number[]) => times.map((time) => new Date(time).toISOString().slice(5, 16));
  const at = (time: string) => Date.parse(`2026-${time}:00Z`);

  test("half hours ahead are no reason for crooked hours", async () => {
    const { roundTimes, timeLabel } = await load("Asia/Kolkata");
    const times = roundTimes(at("03-14T10:07"), at("03-14T13:07"), hour);
    expect(utc(times)).toEqual(["03-14T10:30", "03-14T11:30", "03-14T12:30"]);
    expect(times.map((time) => timeLabel(time, hour))).toEqual(["16:00", "17:00", "18:00"]);
    const days = roundTimes(at("03-14T10:07"), at("03-16T10:07"), 24 * hour);
    expect(days.map((time) => timeLabel(time, 24 * hour))).toEqual(["15 Mar", "16 Mar"]);
    expect(utc(days)).toEqual(["03-14T18:30", "03-15T18:30"]);
  });

  test.each([
    // Clocks in Berlin: 29 March 02:00 becomes 03:00, 25 October 03:00 becomes 02:00.
    ["forward", 24 * hour, "03-27T12:00", "03-31T12:00", ["03-27T23:00", "03-28T23:00", "03-29T22:00", "03-30T22:00"]],
    ["forward", 6 * hour, "03-28T20:00", "03-29T12:00", ["03-28T23:00", "03-29T04:00", "03-29T10:00"]],
    ["forward", 2 * hour, "03-28T22:30", "03-29T05:00", ["03-28T23:00", "03-29T02:00", "03-29T04:00"]],
    ["forward", hour, "03-28T23:30", "03-29T02:30", ["03-29T00:00", "03-29T01:00", "03-29T02:00"]],
    ["back", 24 * hour, "10-24T12:00", "10-27T12:00", ["10-24T22:00", "10-25T23:00", "10-26T23:00"]],
    ["back", 6 * hour, "10-24T20:00", "10-25T12:00", ["10-24T22:00", "10-25T05:00", "10-25T11:00"]],
    ["back", hour, "10-24T23:30", "10-25T02:30", ["10-25T00:00", "10-25T01:00", "10-25T02:00"]],
  ])("clocks put %s, every %d ms from %s", async (_, step, from, to, expected) => {
    const { roundTimes } = await load("Europe/Berlin");
    expect(utc(roundTimes(at(from), at(to), step))).toEqual(expected);
  });

  test("Chinese labels", async () => {
    const { timeLabel } = await load("Asia/Shanghai", "zh");
    expect(timeLabel(at("03-14T16:00"), 24 * hour)).toBe("3月15日");
    expect(timeLabel(at("03-14T16:30"), hour)).toBe("00:30");
  });
});
