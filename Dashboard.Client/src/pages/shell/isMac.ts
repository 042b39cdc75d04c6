/** Whose keyboard has Command where others have Control. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
