import { expect, test } from "vitest";
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
