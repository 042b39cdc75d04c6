const firstMilliseconds = 500;
const capMilliseconds = 15_000;

/** How long to wait before attempt number `attempt` (0 is the first retry): doubling, capped, with a fifth of jitter either way. */
export function backOff(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(capMilliseconds, firstMilliseconds * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.8 + 0.4 * random()));
}
