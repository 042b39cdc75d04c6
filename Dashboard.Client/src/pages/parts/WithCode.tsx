/** Words with what stands between backticks, a command to be typed, set as code. */
export function WithCode({ words }: { words: string }) {
  return words.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence have nothing else
    index % 2 === 1 ? <code key={index}>{part}</code> : <span key={index}>{part}</span>,
  );
}
