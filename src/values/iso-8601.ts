/*
 * The forms of ISO 8601 that Rails reads as they are meant. Others are left out: Rails reads a week date as today and
 * an ordinal date as a month, and loses the hour of `2027-03-31T10` and `2027-03-31T100000`.
 */

const DATE = /^(\d{4})(-?)(\d\d)\2(\d\d)/;
const SEPARATOR = /^[T ]/i;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?/;
/** Only after a date without hyphens. */
const BASIC_TIME = /^(\d\d)(?:(\d\d)(?:(\d\d)(?:[.,]\d{1,12})?)?)?/;
const ZONE = /^ ?(?:Z|UTC|GMT|[+-]([01]\d|2[0-3])(?::?([0-5]\d))?)$/i;

/** `2027-03-31`, `20270331`; also a date and time, of which a date column takes the day. */
export function isDate(text: string): boolean {
  return isDateTime(text);
}

/** `2027-03-31T10:00:00Z` with or without its zone, its seconds and their fraction, or its time; basic forms too. */
export function isDateTime(text: string): boolean {
  const [date, year, hyphen, month, day] = DATE.exec(text) ?? [];
  if (date === undefined || !isDay(Number(year), Number(month), Number(day))) return false;
  const rest = text.slice(date.length);
  if (rest === '') return true;
  return SEPARATOR.test(rest) && isTimeOfDay(rest.slice(1), hyphen === '');
}

/** `10:00`, `10:00:00.5Z`; also a date and time, of which a time column takes the time. */
export function isTime(text: string): boolean {
  const [date = ''] = /^\d{4}-\d\d-\d\d[T ]/i.exec(text) ?? [];
  if (date !== '' && !isDateTime(text)) return false;
  return !text.includes(',') && isTimeOfDay(text.slice(date.length).replace(/^T/i, ''), false);
}

/** Whether such a day exists (proleptic Gregorian calendar). */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isTimeOfDay(text: string, basic: boolean): boolean {
  const match = TIME.exec(text) ?? (basic ? BASIC_TIME.exec(text) : null);
  if (!match) return false;
  const [time, hour, minute = '0', second = '0'] = match;
  const zone = text.slice(time.length);
  if (zone !== '' && !ZONE.test(zone)) return false;
  const isMidnight = Number(hour) === 24 && Number(minute) === 0 && Number(second) === 0;
  return isMidnight || (Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60);
}
