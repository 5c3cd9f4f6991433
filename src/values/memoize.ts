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

/** As `memoize`, of an object: what is known of it goes when the object goes. */
export function memoizeObject<Result>(
  read: (subject: object) => Result,
): (subject: object) => Result {
  const known = new WeakMap<object, { answer: Result }>();
  return (subject) => {
    let found = known.get(subject);
    if (!found) known.set(subject, (found = { answer: read(subject) }));
    return found.answer;
  };
}
