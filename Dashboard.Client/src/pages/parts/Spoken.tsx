import { useState } from "react";

/**
 * Said once by a screen reader, when it appears: what is on screen beside it counts seconds, and would be read with every one. Words that
 * mean something new need a new key.
 */
export function Spoken({ words }: { words: string }) {
  const [said] = useState(words);
  return (
    <span className="unseen" role="alert">
      {said}
    </span>
  );
}
