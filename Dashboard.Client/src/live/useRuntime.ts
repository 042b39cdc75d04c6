import { useCallback } from "react";
import { foldRuntime } from "../model/runtime";
import type { RuntimeMessage } from "../model/wire";
import { type StreamResult, useFoldedStream } from "./useStream";

/** This server's own figures, live. */
export function useRuntime(rangeSeconds: number): StreamResult<RuntimeMessage> {
  const fold = useCallback(
    (before: RuntimeMessage | null, message: RuntimeMessage) => foldRuntime(before, message, rangeSeconds * 1000),
    [rangeSeconds],
  );
  return useFoldedStream("Runtime", [rangeSeconds], fold, false);
}
