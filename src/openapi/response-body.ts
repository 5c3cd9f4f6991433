import { isAscii } from 'node:buffer';
import { showUnseen } from '../text/unseen.js';
import { parseExactly } from './exact-number.js';
import { mapTexts } from './map-texts.js';

/** In ASCII nothing can be hidden but so. `<`, `>` and `&` are Rails' own escapes (ActiveSupport's JSON encoding). */
const ESCAPE = /\\(?:u(?!00(?:3[ce]|26))|[bf])|\x7f/i;

/** The application's answer as it came in. */
export interface ApiResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What a body is read as that is no JSON where JSON belongs. */
export const UNREADABLE = Symbol('unreadable');

/**
 * @param onlyJson whether the operation answers nothing but JSON
 * @returns the JSON value; undefined when there is no body; text and bytes as a record that says so
 */
export function readBody({ headers, body }: ApiResponse, onlyJson: boolean): unknown {
  if (body.length === 0) return undefined;
  const contentType = headers['content-type'] ?? '';
  if (isJson(headers) || (onlyJson && contentType === '')) return parseJson(body);
  // A page is for people: an error page, a sign-in page, a proxy's.
  if (onlyJson || /^(text\/html|application\/xhtml)\b/i.test(contentType)) return UNREADABLE;
  const isText = contentType === '' || /^text\/|[/+](xml|yaml|csv)\b/i.test(contentType);
  return isText
    ? { content_type: contentType, text: body.toString('utf8') }
    : { content_type: contentType, bytes: body.length, base64: body.toString('base64') };
}

export function isJson(headers: ApiResponse['headers']): boolean {
  return /[/+]json\b/i.test(headers['content-type'] ?? '');
}

/**
 * What JSON says, digit by digit, with what cannot be seen in its texts and names shown.
 * @returns null for nothing but white space, UNREADABLE where it is no JSON
 */
export function parseJson(body: Buffer): unknown {
  try {
    const text = body.toString('utf8').trim();
    if (text === '') return null;
    const value = parseExactly(text);
    return isAscii(body) && !ESCAPE.test(text) ? value : mapTexts(value, showUnseen);
  } catch {
    return UNREADABLE;
  }
}
