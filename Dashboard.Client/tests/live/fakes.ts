import type { ConnectionPhase, ConnectionState, LiveConnection, StreamName, StreamObserver } from "../../src/live/streams";

export interface OpenStream {
  name: StreamName;
  args: readonly unknown[];
  observer: StreamObserver;
  closed: boolean;
}

/** A line to a server that does what the test says. */
export class FakeConnection implements LiveConnection {
  state: ConnectionState = { phase: "connected", since: 0, retryAt: null };
  readonly streams: OpenStream[] = [];
  readonly #listeners = new Set<() => void>();

  get open(): OpenStream[] {
    return this.streams.filter((stream) => !stream.closed);
  }

  onStateChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stream(name: StreamName, args: readonly unknown[], observer: StreamObserver): () => void {
    const stream: OpenStream = { name, args, observer, closed: false };
    this.streams.push(stream);
    return () => {
      stream.closed = true;
    };
  }

  retryNow(): void {}

  become(phase: ConnectionPhase): void {
    this.state = { phase, since: 0, retryAt: null };
    for (const listener of this.#listeners) listener();
  }
}

export function setHidden(hidden: boolean): void {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}

export function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
