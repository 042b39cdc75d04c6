import { describe, expect, test } from "vitest";
import { paused, readWindow, shifted, type TimeWindow, writeWindow } from "../../src/model/timeWindow";

const read = (query: string) => readWindow(new URLSearchParams(query));
const now = 1_800_000_000_000;
const live: TimeWindow = { rangeSeconds: 3600, endAt: null };

test.each([
  ["", 3600, null],
  ["range=900", 900, null],
  ["range=299", 3600, null],
  ["range=604801", 3600, null],
  ["range=604800&end=5", 604_800, 5],
  ["range=nonsense&end=soon", 3600, null],
  ["end=-3", 3600, null],
  ["end=", 3600, null],
  ["range=900.4", 900, null],
])("%o is a range of %s s that ends at %s", (query, rangeSeconds, endAt) => expect(read(query)).toEqual({ rangeSeconds, endAt }));

describe("an address", () => {
  test.each([live, { rangeSeconds: 900, endAt: null }, { rangeSeconds: 86_400, endAt: now }])(
    "says %o so that it is read again",
    (window) => expect(readWindow(writeWindow(new URLSearchParams(), window))).toEqual(window),
  );

  test("says nothing of what is usual, and leaves the rest alone", () => {
    const before = new URLSearchParams("range=900&end=7&s=pod:a/b");
    expect(writeWindow(before, live).toString()).toBe("s=pod%3Aa%2Fb");
    expect(before.get("range")).toBe("900");
  });
});

describe("a window is moved by half of itself", () => {
  test("back from now", () => expect(shifted(live, -1, now)).toEqual({ rangeSeconds: 3600, endAt: now - 1_800_000 }));
  test("forth to what is still past", () =>
    expect(shifted({ rangeSeconds: 3600, endAt: now - 3_600_000 }, 1, now).endAt).toBe(now - 1_800_000));
  test.each([now - 1_800_000, now - 1_802_000, now - 100])("from %s on to now, which is live", (endAt) =>
    expect(shifted({ rangeSeconds: 3600, endAt }, 1, now).endAt).toBeNull(),
  );
});

test("it stands still at now, and goes on again", () => {
  const still = paused(live, now);
  expect(still).toEqual({ rangeSeconds: 3600, endAt: now });
  expect(paused(still, now + 5000)).toEqual(live);
});
