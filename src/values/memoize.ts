/** Entries of one cache: even with long texts, some megabytes. */
const KEPT = 4_000;

/**
 * Memoizes a function of one string, because a document repeats the same words thousands of times, and a client sends
 * the same headers with each request. Keeps 4,000 results.
 * @param mostChars of a text whose result is kept: strangers can send long ones
 */
export function memoize<Result extends NonNullable<unknown>>(
  read: (text: string) => Result,
  mostChars = Infinity,
): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    if (text.length > mostChars) return read(text);
    let answer = known.get(text);
    if (answer === undefined) {
      // Everything goes at once: what is still needed is soon computed again.
      if (known.size === KEPT) known.clear();
      known.set(text, (answer = read(text)));
    }
    return answer;
  };
}

/** Memoizes a function of one object; a result is collected with its object. */
export function memoizeObject<Result, Subject extends object = object>(
  read: (subject: Subject) => Result,
): (subject: Subject) => Result {
  const known = new WeakMap<Subject, { answer: Result }>();
  return (subject) => {
    let found = known.get(subject);
    if (!found) known.set(subject, (found = { answer: read(subject) }));
    return found.answer;
  };
}
