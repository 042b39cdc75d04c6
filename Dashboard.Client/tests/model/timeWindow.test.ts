import { describe, expect, test } from "vitest";
import { chosen, live as goingOn, paused, readWindow, shifted, shownSpan, type TimeWindow, writeWindow } from "../../src/model/timeWindow";

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
  expect(goingOn(still)).toEqual(live);
  expect(goingOn({ rangeSeconds: 1234, endAt: now })).toEqual({ rangeSeconds: 3600, endAt: null });
});

test("a span chosen in a chart is whole seconds, at least five minutes, and live when it reaches up to now", () => {
  expect(chosen(now - 3_000_400, now - 1_000_000, now)).toEqual({ rangeSeconds: 2000, endAt: now - 1_000_000 });
  expect(chosen(now - 1_010_000, now - 1_000_000, now).rangeSeconds).toBe(300);
  expect(chosen(now - 1_000_000, now - 10_000, now).endAt).toBeNull();
  expect(chosen(now - 1_000_000, now - 30_000, now).endAt).toBe(now - 30_000);
});

test("a young history shortens a picked range, and a chosen span is shown as it was asked for", () => {
  const first = now - 600_000;
  expect(shownSpan(live, first, now)).toEqual({ from: first, to: now });
  expect(shownSpan({ rangeSeconds: 3500, endAt: null }, first, now)).toEqual({ from: now - 3_500_000, to: now });
  expect(shownSpan({ rangeSeconds: 2000, endAt: now - 50_000 }, first, now)).toEqual({ from: now - 2_050_000, to: now - 50_000 });
});
