import { isDateTime, isDay, isTime } from '../../values/iso-8601.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '([a-z]{3,9})\\.?';
const WEEKDAY = '(?:[a-z]{3,9},? )?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';

/** A notation of dates, and which of its groups are year, month and day. */
const READINGS: [pattern: RegExp, order: [year: number, month: number, day: number]][] = [
  [/^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/, [1, 3, 4]],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, [3, 2, 1]],
  [new RegExp(`^${WEEKDAY}${DAY}(?: of)? ${MONTH},? (\\d{4})$`, 'i'), [3, 2, 1]],
  [new RegExp(`^${WEEKDAY}${MONTH} ${DAY},? (\\d{4})$`, 'i'), [3, 1, 2]],
];

/** Coerces a date to ISO 8601; returns the text unchanged where it is ambiguous or not a date. */
export function coerceDate(text: string): string {
  const trimmed = text.trim();
  if (isDateTime(trimmed)) return trimmed;
  for (const [pattern, [year, month, day]] of READINGS) {
    const match = pattern.exec(trimmed);
    const [y, m, d] = [year, month, day].map((group) => match?.[group]);
    if (y !== undefined && m !== undefined && d !== undefined) {
      return isoDate(y, monthOf(m), d) ?? text;
    }
  }
  const [, first, second, year] = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/.exec(trimmed) ?? [];
  if (first === undefined || second === undefined || year === undefined) return text;
  // A number above 12 can only be the day.
  const [month, day] = Number(first) > 12 ? ([second, first] as const) : ([first, second] as const);
  const isClear = Number(first) > 12 || Number(second) > 12 || first === second;
  return (isClear && isoDate(year, Number(month), day)) || text;
}

/** As `coerceDate`, with a time behind the date or without; `T10` is `T10:00`, of which Rails would lose the hour. */
export function coerceDateTime(text: string): string {
  const trimmed = text.trim();
  if (isDateTime(trimmed)) return trimmed;
  const [, date = trimmed, time, zone = ''] =
    /^(.*?)(?:[T ]|, )(\d\d(?::\d\d){0,2}(?:\.\d+)?)( ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?$/i.exec(
      trimmed,
    ) ?? [];
  const day = coerceDate(date);
  if (time === undefined) return day;
  const coerced = `${day}T${time.includes(':') ? time : `${time}:00`}${zone.trim()}`;
  return isDateTime(coerced) ? coerced : text;
}

/** `5:30 pm` → `17:30` */
export function coerceTime(text: string): string {
  const [, hour, minutes = ':00', half] =
    /^(\d{1,2})((?::\d\d){1,2})? ?([ap])\.?m\.?$/i.exec(text.trim()) ?? [];
  if (half !== undefined && Number(hour) >= 1 && Number(hour) <= 12) {
    const of24 = (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
    return `${String(of24).padStart(2, '0')}${minutes}`;
  }
  const padded = text.trim().replace(/^\d:/, '0$&');
  return isTime(padded) ? padded : text;
}

function monthOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const name = text.toLowerCase();
  const full = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });
  const month = MONTHS.indexOf(name.slice(0, 3));
  const isName =
    name.length === 3 ||
    name === 'sept' ||
    (month >= 0 && full.format(Date.UTC(2000, month)).toLowerCase() === name);
  return isName ? month + 1 : 0;
}

function isoDate(year: string, month: number, day: string): string | undefined {
  if (month === 0 || !isDay(Number(year), month, Number(day))) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
