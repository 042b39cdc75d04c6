import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { earlyStream, takeLatest } from "./early";
import type { ConnectionState, LiveConnection, StreamName, Streams } from "./streams";
import { type Snapshot, Subscription } from "./subscription";

const LiveContext = createContext<LiveConnection | null>(null);

export const LiveProvider = LiveContext.Provider;

function useConnection(): LiveConnection {
  const connection = useContext(LiveContext);
  if (connection === null) throw new Error("No LiveProvider above this component.");
  return connection;
}

export function useConnectionState(): ConnectionState & { retryNow: () => void } {
  const connection = useConnection();
  const state = useSyncExternalStore(
    (listener) => connection.onStateChange(listener),
    () => connection.state,
  );
  return { ...state, retryNow: () => connection.retryNow() };
}

export interface StreamResult<T> extends Snapshot<T> {
  /** No answer to the present arguments yet; `data` may still be the answer to the ones before. */
  pending: boolean;
}

/** The last message of a stream. A change of arguments subscribes anew and shows the old answer until the new one is there. */
export function useStream<N extends StreamName>(name: N, args: Streams[N]["arguments"]): StreamResult<Streams[N]["message"]> {
  return useFoldedStream(name, args, takeLatest);
}

/** The first message, and the newest as long as somebody is `watching`: for what is at hand all the time and looked at now and then. */
export function useWatchedStream<N extends StreamName>(
  name: N,
  args: Streams[N]["arguments"],
  watching: boolean,
): StreamResult<Streams[N]["message"]> {
  return useFoldedStream(name, args, takeLatest, true, watching);
}

const stayClosed = () => () => {};

/**
 * A stream whose messages add up. `fold` must be the same function as long as the arguments are. With `keep` false the old answer is
 * not shown while a new one is awaited: right where old and new are different things and not two views of one. Without `watching` the
 * stream is closed when it has answered.
 */
export function useFoldedStream<N extends StreamName, T>(
  name: N,
  args: Streams[N]["arguments"],
  fold: (before: T | null, message: Streams[N]["message"]) => T,
  keep = true,
  watching = true,
): StreamResult<T> {
  const connection = useConnection();
  const key = JSON.stringify(args);
  const subscription = useMemo(
    () =>
      (fold === takeLatest ? (earlyStream(name, key) as Subscription<Streams[N]["message"], T> | undefined) : undefined) ??
      new Subscription<Streams[N]["message"], T>(connection, name, JSON.parse(key) as unknown[], fold),
    [connection, name, key, fold],
  );
  const open = watching || subscription.getSnapshot().data === null;
  const snapshot = useSyncExternalStore(open ? subscription.subscribe : stayClosed, subscription.getSnapshot);
  const previous = useRef<T | null>(null);
  useEffect(() => {
    if (snapshot.data !== null) previous.current = snapshot.data;
  }, [snapshot.data]);
  return {
    data: snapshot.data ?? (keep ? previous.current : null),
    error: snapshot.error,
    pending: snapshot.data === null,
  };
}
