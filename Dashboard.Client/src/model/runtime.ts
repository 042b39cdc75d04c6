import type { RuntimeMessage } from "./wire";

/** Takes one message into what is drawn; columns that are new or gone are filled with nulls, never with zeros. */
export function foldRuntime(before: RuntimeMessage | null, message: RuntimeMessage, rangeMilliseconds: number): RuntimeMessage {
  if (before === null || message.reset) return message;
  const first = message.times[0];
  if (first === undefined) return { ...before, at: message.at, memoryLimitBytes: message.memoryLimitBytes };
  const from = message.at - rangeMilliseconds;
  let start = before.times.findIndex((time) => time >= from);
  if (start === -1) start = before.times.length;
  let end = before.times.length;
  while (end > start && (before.times[end - 1] as number) >= first) end--;
  const join = (old: Record<string, (number | null)[]>, added: Record<string, (number | null)[]>) => {
    const joined: Record<string, (number | null)[]> = {};
    for (const name of new Set([...Object.keys(old), ...Object.keys(added)])) {
      const head = old[name]?.slice(start, end) ?? new Array<null>(end - start).fill(null);
      const tail = added[name] ?? new Array<null>(message.times.length).fill(null);
      const column = [...head, ...tail];
      if (column.some((value) => value !== null)) joined[name] = column;
    }
    return joined;
  };
  return {
    at: message.at,
    reset: false,
    times: [...before.times.slice(start, end), ...message.times],
    columns: join(before.columns, message.columns),
    connections: join(before.connections, message.connections),
    memoryLimitBytes: message.memoryLimitBytes,
  };
}
