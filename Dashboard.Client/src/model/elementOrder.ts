/** `now` in an order in which what was there before need not be moved; what is new stands behind what it follows. */
export function keepOrder(before: readonly string[], now: readonly string[]): string[] {
  const wanted = new Set(now);
  const order = before.filter((key) => wanted.has(key));
  const there = new Set(order);
  for (const [index, key] of now.entries()) {
    if (there.has(key)) continue;
    const leader = now[index - 1];
    order.splice(leader === undefined ? 0 : order.indexOf(leader) + 1, 0, key);
    there.add(key);
  }
  return order;
}
