import { type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { backOff } from "../lib/backOff";
import { wholeMessages } from "./steps";
import type { ConnectionPhase, ConnectionState, LiveConnection, StreamName, StreamObserver } from "./streams";

/** What of SignalR's HubConnection is used. */
export type Hub = Pick<HubConnection, "start" | "stream" | "onclose">;

/** Lost for longer than this, and the page says offline rather than reconnecting. */
const offlineAfterMilliseconds = 30_000;

/**
 * Keeps one hub connected for as long as the page lives. SignalR's own automatic reconnect is off: it gives up after its list of
 * delays and does not cover the first start, so one loop here does both.
 */
export class ReconnectingHub implements LiveConnection {
  readonly #hub: Hub;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = { phase: "connecting", since: Date.now(), retryAt: null };
  #lostAt: number | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #starting = false;

  constructor(hub: Hub) {
    this.#hub = hub;
    hub.onclose(() => this.#lost());
    window.addEventListener("online", () => this.retryNow());
    window.addEventListener("offline", () => this.#announce());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.retryNow();
    });
    void this.#start();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onStateChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stream(name: StreamName, args: readonly unknown[], observer: StreamObserver): () => void {
    const whole = wholeMessages(name);
    const subscription = this.#hub.stream(name, ...args).subscribe({
      next: (message) => {
        try {
          observer.next(whole(message));
        } catch (cause) {
          // Opened anew it begins complete.
          subscription.dispose();
          observer.error(asError(cause));
        }
      },
      error: (cause) => observer.error(asError(cause)),
      complete: () => observer.complete(),
    });
    return () => subscription.dispose();
  }

  retryNow(): void {
    if (this.#state.phase === "connected" || this.#state.phase === "refused" || this.#starting) return;
    void this.#start();
  }

  async #start(): Promise<void> {
    if (this.#starting) return;
    this.#starting = true;
    clearTimeout(this.#timer);
    if (this.#lostAt !== null) this.#announce();
    try {
      await this.#hub.start();
      this.#attempt = 0;
      this.#lostAt = null;
      this.#starting = false;
      this.#change("connected", null);
    } catch (cause) {
      this.#starting = false;
      if (isRefusal(asError(cause))) {
        this.#change("refused", null);
        return;
      }
      this.#lost();
    }
  }

  #lost(): void {
    this.#lostAt ??= Date.now();
    const wait = backOff(this.#attempt++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#start(), wait);
    this.#announce(Date.now() + wait);
  }

  #announce(retryAt: number | null = null): void {
    if (this.#state.phase === "connected" && this.#lostAt === null) return;
    const lostFor = this.#lostAt === null ? 0 : Date.now() - this.#lostAt;
    this.#change(!navigator.onLine || lostFor > offlineAfterMilliseconds ? "offline" : "reconnecting", retryAt);
  }

  #change(phase: ConnectionPhase, retryAt: number | null): void {
    const since = phase === "reconnecting" || phase === "offline" ? (this.#lostAt ?? Date.now()) : Date.now();
    this.#state = { phase, since, retryAt };
    for (const listener of this.#listeners) listener();
  }
}

export function connectHub(): LiveConnection {
  // The server's pings come every 15 s by default; two missed and the line is dead.
  return new ReconnectingHub(new HubConnectionBuilder().withUrl("/hubs/live").configureLogging(LogLevel.None).build());
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

/** SignalR gives the status of a failed negotiation in words only. */
function isRefusal(cause: Error): boolean {
  return /status code '40[13]'/i.test(cause.message);
}
