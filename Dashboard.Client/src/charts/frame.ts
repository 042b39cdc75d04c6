// One animation frame for all charts of the page: whoever has something new asks for it, and what is hidden waits.

const waiting = new Set<() => void>();

function run(): void {
  const drawings = [...waiting];
  waiting.clear();
  for (const draw of drawings) draw();
}

/** Calls `draw` once in the next frame, however often it is asked for. A hidden tab has no frames, so nothing is drawn there. */
export function drawInNextFrame(draw: () => void): void {
  if (waiting.size === 0) requestAnimationFrame(run);
  waiting.add(draw);
}

export function forgetDrawing(draw: () => void): void {
  waiting.delete(draw);
}
