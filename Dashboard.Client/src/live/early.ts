import type { LiveConnection, StreamName, Streams } from "./streams";
import { Subscription } from "./subscription";

/** A stream and what it is asked with. */
export type StreamRequest = { [N in StreamName]: [name: N, args: Streams[N]["arguments"]] }[StreamName];

/** Long enough for any page to be drawn; who has not asked by then will not. */
const keptMilliseconds = 10_000;

// biome-ignore lint/suspicious/noExplicitAny: of any stream; the key says of which
const early = new Map<string, Subscription<any, any>>();

/**
 * Opens streams before there is a component that shows them, so that the answers are on their way while the page is still being fetched and drawn. The
 * first who asks for the same has them, with what came until then.
 */
export function openEarly(connection: LiveConnection, requests: readonly StreamRequest[]): void {
  for (const [name, args] of requests) {
    const key = keyOf(name, JSON.stringify(args));
    if (early.has(key)) continue;
    const subscription = new Subscription(connection, name, args, takeLatest);
    early.set(key, subscription);
    subscription.openUntilHeard(keptMilliseconds, () => early.delete(key));
  }
}

/** The stream that was opened early with these arguments (as JSON) and has no listener yet. */
export function earlyStream<M>(name: StreamName, args: string): Subscription<M, M> | undefined {
  return early.get(keyOf(name, args));
}

export function takeLatest<M>(_before: M | null, message: M): M {
  return message;
}

const keyOf = (name: StreamName, args: string): string => `${name} ${args}`;
