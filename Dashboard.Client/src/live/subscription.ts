import { backOff } from "../lib/backOff";
import { dontShow, showNow, showSoon } from "../lib/sharedFrame";
import type { LiveConnection, StreamName } from "./streams";

export interface Snapshot<T> {
  /** The last message, or what was folded from all of them; kept while the line is down. */
  data: T | null;
  /** The stream's own error, in the server's words; null once a message arrives again. */
  error: string | null;
}

/**
 * One stream kept open: subscribed whenever the connection stands and the tab can be seen, again after every reconnect and, with a
 * back-off, after the stream's own error. Messages are taken at once; whoever shows them is told in a frame that all streams share,
 * so that a burst costs one render and the latest wins.
 */
export class Subscription<M, T> {
  readonly #connection: LiveConnection;
  readonly #name: StreamName;
  readonly #args: readonly unknown[];
  readonly #fold: (before: T | null, message: M) => T;
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot<T> = { data: null, error: null };
  #pending: Snapshot<T> = this.#snapshot;
  #close: (() => void) | null = null;
  #stopStateChanges: (() => void) | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #heard: (() => void) | undefined;

  constructor(connection: LiveConnection, name: StreamName, args: readonly unknown[], fold: (before: T | null, message: M) => T) {
    this.#connection = connection;
    this.#name = name;
    this.#args = args;
    this.#fold = fold;
  }

  readonly getSnapshot = (): Snapshot<T> => this.#snapshot;

  /** The first listener opens the stream, the last one to go closes it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#heard?.();
    if (this.#listeners.size === 1) {
      this.#stopStateChanges = this.#connection.onStateChange(this.#follow);
      document.addEventListener("visibilitychange", this.#follow);
      this.#follow();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stopStateChanges?.();
      document.removeEventListener("visibilitychange", this.#follow);
      this.#end();
      dontShow(this.#show);
    };
  };

  /** Opens the stream without a listener, until the first comes or, at the latest, for so long; then calls `over`. */
  openUntilHeard(milliseconds: number, over: () => void): void {
    const leave = this.subscribe(() => undefined);
    const end = (): void => {
      clearTimeout(timer);
      this.#heard = undefined;
      leave();
      over();
    };
    const timer = setTimeout(end, milliseconds);
    this.#heard = end;
  }

  readonly #follow = (): void => {
    const wanted = this.#connection.state.phase === "connected" && !document.hidden;
    if (!wanted) {
      this.#end();
    } else if (this.#close === null) {
      this.#open();
    }
  };

  #open(): void {
    clearTimeout(this.#retry);
    let current = true;
    const close = this.#connection.stream(this.#name, this.#args, {
      next: (message) => {
        if (!current) return;
        this.#attempt = 0;
        this.#set({ data: this.#fold(this.#pending.data, message as M), error: null });
      },
      error: (cause) => {
        if (!current) return;
        this.#set({ data: this.#pending.data, error: serverWords(cause.message) });
        this.#again();
      },
      complete: () => {
        if (current) this.#again();
      },
    });
    this.#close = () => {
      current = false;
      close();
    };
  }

  /** The stream ended although the connection may stand: the server shut it, or did not like the question. */
  #again(): void {
    this.#end();
    this.#retry = setTimeout(this.#follow, backOff(this.#attempt++));
  }

  #end(): void {
    clearTimeout(this.#retry);
    this.#close?.();
    this.#close = null;
  }

  #set(snapshot: Snapshot<T>): void {
    this.#pending = snapshot;
    // An answer, or that there is none, is awaited by somebody.
    if (this.#snapshot.data === null || snapshot.error !== this.#snapshot.error) showNow(this.#show);
    else showSoon(this.#show);
  }

  readonly #show = (): void => {
    this.#snapshot = this.#pending;
    for (const listener of this.#listeners) listener();
  };
}

/** SignalR wraps what the hub said; the wrapping helps nobody. */
function serverWords(message: string): string {
  return message
    .replace(/^An (unexpected )?error occurred (invoking '\w+' on the server|on the server while streaming results)\.\s*/, "")
    .replace(/^HubException:\s*/, "");
}
