/** So few that even long texts take only some megabytes. */
const KEPT = 4_000;

/**
 * The same function of one text, which answers what it was asked lately without reading it again: a document
 * says the same words a thousand times over.
 */
export function memoize<Result extends NonNullable<unknown>>(
  read: (text: string) => Result,
): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      // What is asked for again is soon there again.
      if (known.size === KEPT) known.clear();
      known.set(text, (answer = read(text)));
    }
    return answer;
  };
}
