const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
/** Ten years. */
const MOST_DAYS = 3_653;

/** What `since` is usually, for completion. */
export const SINCE: readonly string[] = ['1 day', '7 days', '30 days', '90 days'];

/**
 * Reads the argument `since`: a number of days, or a date.
 * @returns both as dates in UTC, such as 2026-11-21
 * @throws RangeError when it is neither
 */
export function readSince(given: string, now: Date): { since: string; today: string } {
  const today = dateOf(now);
  const [, days] = /^(\d{1,4})(?: ?d| days?)?$/i.exec(given) ?? [];
  if (given === '' || (days !== undefined && Number(days) <= MOST_DAYS)) {
    const back = Number(days ?? DEFAULT_DAYS) * DAY_MS;
    return { since: dateOf(new Date(now.getTime() - back)), today };
  }
  // A day that no month has would roll over into the next.
  const date = new Date(`${given}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(date.getTime()) && dateOf(date) === given) {
    return { since: given, today };
  }
  throw new RangeError('since is a number of days, such as 7, or a date, such as 2026-11-01');
}

function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
