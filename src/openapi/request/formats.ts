import { isIP } from 'node:net';
import { decodeBase64, isBase64 } from '../../values/base64.js';
import { coerceDate, coerceDateTime, coerceTime } from './coerce-date.js';
import { isDate, isDateTime, isTime } from '../../values/iso-8601.js';

/** A format that is checked here, because an application would take another value for none and say nothing. */
export interface Format {
  accepts: (text: string) => boolean;
  /** What is asked for, with an example. */
  words: string;
  /** Puts what can mean only one thing into the format. */
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

/** A data URL's content, and the alphabet and the padding that every decoder knows. */
function coerceBase64(text: string): string {
  const content = text.trim().replace(/^data:[^,]*;base64,/i, '');
  return isBase64(content) ? decodeBase64(content)!.toString('base64') : text;
}

/**
 * What Rails casts to nil where it does not fit, or to zero (activemodel's types, and PostgreSQL's for uuid, inet and
 * interval). Of an address or a URI it says itself that it is wrong. The empty text empties a field.
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
  byte: { accepts: isBase64, words: 'bytes as base64 such as aGVsbG8=', coerce: coerceBase64 },
};

export function formatOf(schema: { [keyword: string]: unknown }): Format | undefined {
  const name = schema['format'];
  return typeof name === 'string' && Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}
