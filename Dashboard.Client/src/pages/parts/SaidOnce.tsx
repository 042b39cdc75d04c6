import { useState } from "react";

/**
 * Words for a screen reader that are said again only when what they are of has changed, and not whenever a number in them moves by itself. Null while
 * it is not known yet of what they are.
 */
export function SaidOnce({ words, of }: { words: string; of: string | null }) {
  const [said, setSaid] = useState({ words, of });
  if (of !== null && of !== said.of) setSaid({ words, of });
  return (
    <span className="unseen" role="status">
      {said.words}
    </span>
  );
}
