import { isIP } from 'node:net';
import { decodeBase64, isBase64 } from '../../values/base64.js';
import { readReference } from './linked-file.js';
import { coerceDate, coerceDateTime, coerceTime } from './coerce-date.js';
import { isDate, isDateTime, isTime } from '../../values/iso-8601.js';

/** A format that is validated here, because an application would silently read an invalid value as nil. */
interface Format {
  accepts: (text: string) => boolean;
  /** What the format expects, with an example. */
  words: string;
  /** Coerces a text where only one thing can be meant. */
  coerce?: (text: string) => string;
}

const isAddress = (text: string) => {
  const [address = '', bits = '0'] = text.split('/');
  return isIP(address) > 0 && /^\d{1,3}$/.test(bits);
};
const PARTS = '(\\d+(?:[.,]\\d+)?';
const DURATION = new RegExp(
  `^[+-]?P(?=.)(?:${PARTS}W)|${PARTS}Y)?${PARTS}M)?${PARTS}D)?(?:T(?=.)${PARTS}H)?${PARTS}M)?${PARTS}S)?)?)$`,
);

/** Coerces a data URL or base64url to plain base64 with padding. */
function coerceBase64(text: string): string {
  const content = text.trim().replace(/^data:[^,]*;base64,/i, '');
  const bytes = isBase64(content) ? decodeBase64(content) : undefined;
  return bytes?.toString('base64') ?? text;
}

/**
 * Formats that Rails casts to nil or zero where a value does not fit (activemodel's types, and PostgreSQL's for uuid,
 * inet and interval), by name. Rails itself refuses an invalid email or URI. The empty string empties a field.
 */
export const FORMATS: Readonly<Record<string, Format>> = {
  date: { accepts: isDate, words: 'a date such as 2026-12-31', coerce: coerceDate },
  'date-time': {
    accepts: isDateTime,
    words: 'a date and time such as 2026-12-31T10:00:00Z',
    coerce: coerceDateTime,
  },
  time: { accepts: isTime, words: 'a time of day such as 10:00:00', coerce: coerceTime },
  duration: {
    accepts: (text) => DURATION.test(text),
    words: 'a duration such as P1DT2H, a day and two hours',
  },
  uuid: {
    accepts: (text) => /^(\{(?:[a-f0-9]{4}-?){8}\}|(?:[a-f0-9]{4}-?){8})$/i.test(text),
    words: 'a UUID such as 3f2b1c9e-8d47-4c1a-9b60-5e7d2a4f8c13',
  },
  ipv4: { accepts: isAddress, words: 'an IP address such as 192.0.2.1' },
  ipv6: { accepts: isAddress, words: 'an IP address such as 2001:db8::1' },
  decimal: {
    accepts: (text) => /^[+-]?\d*\.?\d+(e[+-]?\d+)?$/i.test(text),
    words: 'a number such as 1234.5, without separators or a unit',
    coerce: (text) => text.trim(),
  },
  byte: {
    accepts: (text) => isBase64(text) || readReference(text) !== undefined,
    words: 'bytes as base64 such as aGVsbG8=',
    coerce: coerceBase64,
  },
};

/** The validated format of a schema; undefined where its format is not validated. */
export function formatOf(schema: { [keyword: string]: unknown }): Format | undefined {
  const name = schema['format'];
  return typeof name === 'string' && Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}
