/** So few that even long texts take only some megabytes. */
const KEPT = 4_000;

/**
 * Memoizes a function of one string, because a document repeats the same words thousands of times. Keeps 4,000 results.
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

/** Memoizes a function of one object; a result is collected with its object. */
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
