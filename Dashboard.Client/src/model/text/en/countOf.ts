/** "1 pod", "2 pods": a count that has been formatted, and what is counted. */
export const countOf = (count: string, one: string) => (count === "1" ? `1 ${one}` : `${count} ${one}s`);
