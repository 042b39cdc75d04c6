// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Hub, ReconnectingHub } from "../../src/live/hubConnection";

/** SignalR's side of the line: starts as the test says, and can be cut. */
class FakeHub {
  starts = 0;
  failWith: Error | null = null;
  #onclose: () => void = () => {};

  async start(): Promise<void> {
    this.starts++;
    if (this.failWith !== null) throw this.failWith;
  }

  onclose(callback: () => void): void {
    this.#onclose = callback;
  }

  cut(): void {
    this.#onclose();
  }
}

let hub: FakeHub;
const connect = () => new ReconnectingHub(hub as unknown as Hub);
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  hub = new FakeHub();
});
afterEach(() => vi.useRealTimers());

test("starts at once and tells when it stands", async () => {
  const connection = connect();
  const phases: string[] = [];
  connection.onStateChange(() => phases.push(connection.state.phase));
  expect(connection.state.phase).toBe("connecting");
  await settle();
  expect(phases).toEqual(["connected"]);
});

describe("a connection that is lost", () => {
  test("is reconnecting, says when it tries next, and stands again", async () => {
    const connection = connect();
    await settle();
    const lostAt = Date.now();
    hub.cut();
    expect(connection.state).toMatchObject({ phase: "reconnecting", since: lostAt });
    expect(connection.state.retryAt).toBeGreaterThan(lostAt);
    await vi.advanceTimersByTimeAsync(1000);
    expect(connection.state.phase).toBe("connected");
    expect(hub.starts).toBe(2);
  });

  test("is tried for ever, at least every 18 s, and is offline after half a minute", async () => {
    const connection = connect();
    await settle();
    hub.failWith = new Error("refused");
    const lostAt = Date.now();
    hub.cut();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.state).toMatchObject({ phase: "offline", since: lostAt });
    const before = hub.starts;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(hub.starts - before).toBeGreaterThanOrEqual(3600 / 18 - 1);
    hub.failWith = null;
    await vi.advanceTimersByTimeAsync(18_000);
    expect(connection.state.phase).toBe("connected");
  });

  test("begins with short waits again the next time", async () => {
    const connection = connect();
    await settle();
    hub.failWith = new Error("refused");
    hub.cut();
    await vi.advanceTimersByTimeAsync(300_000);
    hub.failWith = null;
    connection.retryNow();
    await settle();
    hub.cut();
    expect((connection.state.retryAt ?? 0) - Date.now()).toBeLessThanOrEqual(600);
  });

  test("is tried at once when someone asks, or the network is back", async () => {
    const connection = connect();
    await settle();
    hub.failWith = new Error("refused");
    hub.cut();
    await vi.advanceTimersByTimeAsync(120_000);
    hub.failWith = null;
    const before = hub.starts;
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(hub.starts).toBe(before + 1);
    expect(connection.state.phase).toBe("connected");
  });
});

test("the first start may fail as often as it likes", async () => {
  hub.failWith = new Error("refused");
  const connection = connect();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(connection.state.phase).toBe("reconnecting");
  hub.failWith = null;
  await vi.advanceTimersByTimeAsync(18_000);
  expect(connection.state.phase).toBe("connected");
});

test("a session that is refused is not tried again", async () => {
  hub.failWith = new Error("Failed to complete negotiation with the server: Error: Unauthorized: Status code '401'");
  const connection = connect();
  await settle();
  expect(connection.state.phase).toBe("refused");
  await vi.advanceTimersByTimeAsync(120_000);
  connection.retryNow();
  await settle();
  expect(hub.starts).toBe(1);
});
