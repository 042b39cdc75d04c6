// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Subscription } from "../../src/live/subscription";
import { FakeConnection, setHidden } from "./fakes";

const latest = <M>(_before: M | null, message: M): M => message;

let connection: FakeConnection;
beforeEach(() => {
  vi.useFakeTimers();
  connection = new FakeConnection();
});
afterEach(() => {
  setHidden(false);
  // The frame is shared by all streams: one that waits would wait in the next test, too.
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
});

function subscribed<T = number>(fold: (before: T | null, message: T) => T = latest) {
  const subscription = new Subscription<T, T>(connection, "Status", ["argument"], fold);
  const told = vi.fn();
  const stop = subscription.subscribe(told);
  return { subscription, told, stop };
}
const frame = () => vi.advanceTimersToNextFrame();
/** The frame that shows what merely goes on. */
const news = () => {
  vi.advanceTimersByTime(50);
  frame();
};
const only = () => {
  expect(connection.open).toHaveLength(1);
  return connection.open[0]?.observer as NonNullable<(typeof connection.open)[0]>["observer"];
};

test("asks with its arguments and closes when the last listener goes", () => {
  const { subscription, stop } = subscribed();
  const second = subscription.subscribe(() => {});
  expect(connection.open.map(({ name, args }) => ({ name, args }))).toEqual([{ name: "Status", args: ["argument"] }]);
  stop();
  expect(connection.open).toHaveLength(1);
  second();
  expect(connection.open).toHaveLength(0);
});

describe("latest wins", () => {
  test("a burst within a frame is one telling, with the last of it", () => {
    const { subscription, told } = subscribed();
    for (let i = 1; i <= 100; i++) only().next(i);
    expect(told).not.toHaveBeenCalled();
    frame();
    expect(told).toHaveBeenCalledTimes(1);
    expect(subscription.getSnapshot()).toEqual({ data: 100, error: null });
  });

  test("yet nothing that adds up is lost", () => {
    const { subscription } = subscribed<number>((before, message) => (before ?? 0) + message);
    for (let i = 1; i <= 100; i++) only().next(i);
    frame();
    expect(subscription.getSnapshot().data).toBe(5050);
  });

  test("the snapshot stays the same object between messages", () => {
    const { subscription } = subscribed();
    only().next(1);
    frame();
    expect(subscription.getSnapshot()).toBe(subscription.getSnapshot());
  });
});

describe("a frame for all streams", () => {
  /** Two streams that have been answered, and what their listeners were told. */
  function two() {
    const one = subscribed();
    const other = subscribed();
    const observers = connection.open.map(({ observer }) => observer);
    for (const { next } of observers) next(1);
    frame();
    one.told.mockClear();
    other.told.mockClear();
    return { one, other, observers };
  }

  test("news of one waits for that of the other", () => {
    const { one, other, observers } = two();
    observers[0]?.next(2);
    vi.advanceTimersByTime(30);
    frame();
    expect(one.told).not.toHaveBeenCalled();
    observers[1]?.next(3);
    vi.advanceTimersByTime(20);
    expect(one.told).not.toHaveBeenCalled();
    frame();
    expect([one.told.mock.calls.length, other.told.mock.calls.length]).toEqual([1, 1]);
    expect([one.subscription.getSnapshot().data, other.subscription.getSnapshot().data]).toEqual([2, 3]);
  });

  test("an answer is shown at once, with the news that wait", () => {
    const { one, observers } = two();
    observers[0]?.next(2);
    const asked = subscribed();
    connection.open.at(-1)?.observer.next(7);
    frame();
    expect(asked.subscription.getSnapshot().data).toBe(7);
    expect(one.told).toHaveBeenCalledTimes(1);
    news();
    expect(one.told).toHaveBeenCalledTimes(1);
  });

  test("an error is told at once", () => {
    const { one, observers } = two();
    observers[0]?.error(new Error("broken"));
    frame();
    expect(one.subscription.getSnapshot()).toEqual({ data: 1, error: "broken" });
  });

  test("who has gone is not told", () => {
    const { one, other, observers } = two();
    observers[0]?.next(2);
    observers[1]?.next(2);
    one.stop();
    news();
    expect(one.told).not.toHaveBeenCalled();
    expect(other.told).toHaveBeenCalledTimes(1);
  });
});

describe("after a loss of the connection", () => {
  test("the last message stays, and the stream is asked for again", () => {
    const { subscription } = subscribed();
    only().next(1);
    frame();
    connection.become("reconnecting");
    expect(connection.open).toHaveLength(0);
    expect(subscription.getSnapshot().data).toBe(1);
    connection.become("connected");
    only().next(2);
    news();
    expect(subscription.getSnapshot().data).toBe(2);
  });

  test("a message that was on its way over the old stream is not taken", () => {
    const { subscription } = subscribed();
    const old = only();
    connection.become("reconnecting");
    connection.become("connected");
    old.next(1);
    only().next(2);
    old.next(3);
    frame();
    expect(subscription.getSnapshot().data).toBe(2);
  });

  test("before the first connection nothing is asked", () => {
    connection.become("connecting");
    subscribed();
    expect(connection.streams).toHaveLength(0);
    connection.become("connected");
    expect(connection.open).toHaveLength(1);
  });
});

test("a hidden tab holds no stream; shown again, it asks again", () => {
  subscribed();
  setHidden(true);
  expect(connection.open).toHaveLength(0);
  setHidden(false);
  expect(connection.open).toHaveLength(1);
});

describe("a stream that ends by itself", () => {
  test.each([
    "An unexpected error occurred invoking 'Pods' on the server. HubException: ",
    "An error occurred on the server while streaming results. HubException: ",
    "HubException: ",
    "",
  ])("its error is told in the server's words, without %j, and the data stays", (before) => {
    const { subscription } = subscribed();
    only().next(1);
    only().error(new Error(`${before}The label selector ends too early.`));
    frame();
    expect(subscription.getSnapshot()).toEqual({ data: 1, error: "The label selector ends too early." });
  });

  test("it is asked for again, ever more slowly, and quickly again after it worked", () => {
    subscribed();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      const asked = connection.streams.length;
      only().error(new Error("no"));
      let waited = 0;
      while (connection.streams.length === asked) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits[0]).toBeLessThanOrEqual(650);
    expect(waits[4]).toBeGreaterThan(6000);
    only().next(1);
    only().complete();
    vi.advanceTimersByTime(650);
    expect(connection.open).toHaveLength(1);
  });

  test("a message clears the error", () => {
    const { subscription } = subscribed();
    only().error(new Error("no"));
    vi.advanceTimersByTime(1000);
    only().next(3);
    frame();
    expect(subscription.getSnapshot()).toEqual({ data: 3, error: null });
  });

  test("after the last listener went nothing is asked any more", () => {
    const { stop } = subscribed();
    only().error(new Error("no"));
    stop();
    vi.advanceTimersByTime(60_000);
    expect(connection.streams).toHaveLength(1);
  });
});
