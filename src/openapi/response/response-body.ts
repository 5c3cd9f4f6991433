import { isAscii, isUtf8 } from 'node:buffer';
import { hasUnseen, showUnseen } from '../../values/unseen.js';
import { readExactly } from '../../values/exact-number.js';
import { mapTexts } from '../document/map-texts.js';
import { essenceOf } from '../operations/media-type.js';

/** The application's answer as it came in. */
export interface ApiResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** Stands for a body that is not the JSON that was expected. */
export const UNREADABLE = Symbol('unreadable');

/** A body of bytes: a picture, a document, an archive. */
export class FileBody {
  constructor(
    readonly mediaType: string,
    readonly name: string | undefined,
    readonly bytes: Buffer,
  ) {}
}

/** In ASCII nothing can be hidden but so. `<`, `>` and `&` are Rails' own escapes (ActiveSupport's JSON encoding). */
const ESCAPE = /\\(?:u(?!00(?:3[ce]|26))|[bf])|\x7f/i;
const TEXT =
  /^text\/|^application\/(.*[+-])?(xml|yaml|csv|ndjson|jsonl|json-seq|javascript|graphql|sql|toml|x-www-form-urlencoded)$|\+(xml|yaml|csv)$/;
const PAGE = /^(text\/html|application\/xhtml\+xml)$/;
/** What no proxy and no page for people is. */
const FILE = /^(image|audio|video|font)\/|^application\/(pdf|zip|gzip|msword|vnd\.(ms-|openxml))/;

/**
 * @param onlyJson whether the operation answers nothing but JSON
 * @returns the JSON value; undefined when there is no body; text as a record that says so; bytes as a FileBody;
 *   UNREADABLE for what does not belong there
 */
export function readResponseBody(response: ApiResponse, onlyJson: boolean): unknown {
  const { headers, body } = response;
  if (body.length === 0) return undefined;
  const type = essenceOf(headers['content-type'] ?? '');
  if (isJson(headers)) return parseJson(body);
  // An error page, a sign-in page, a proxy's.
  if (PAGE.test(type)) return UNREADABLE;
  if (onlyJson && !FILE.test(type)) return type === '' ? parseJson(body) : UNREADABLE;
  const name = nameOf(response);
  if (!isText(type, body)) return new FileBody(type || 'application/octet-stream', name, body);
  return {
    content_type: type,
    ...(name !== undefined && { name }),
    text: showUnseen(readText(response)),
  };
}

/** Whether the Content-Type header names JSON. */
export function isJson(headers: ApiResponse['headers']): boolean {
  return /[/+]json\b/i.test(headers['content-type'] ?? '');
}

/**
 * What JSON says, digit by digit, with what cannot be seen in its texts and names shown.
 * @returns null for white space, UNREADABLE for anything that is not JSON
 */
export function parseJson(body: Buffer): unknown {
  try {
    const text = body.toString('utf8').trim();
    if (text === '') return null;
    const value = readExactly(text);
    const isPlain = !ESCAPE.test(text) && (isAscii(body) || !hasUnseen(text));
    return isPlain ? value : mapTexts(value, showUnseen);
  } catch {
    return UNREADABLE;
  }
}

/** The text of a body in the character set that its type names, else UTF-8, without a byte order mark. */
export function readText({ headers, body }: ApiResponse): string {
  const [, charset = 'utf-8'] =
    /;\s*charset\s*=\s*"?([\w-]+)/i.exec(headers['content-type'] ?? '') ?? [];
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

function isText(type: string, body: Buffer): boolean {
  if (type === '') return isUtf8(body) && !body.includes(0);
  return TEXT.test(type);
}

/** RFC 6266: the file's name as the application gives it, never a path. */
function nameOf({ headers }: ApiResponse): string | undefined {
  const disposition = headers['content-disposition'] ?? '';
  const [, encoded] = /\bfilename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition) ?? [];
  const [, quoted, plain] =
    /\bfilename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = decode(encoded) ?? quoted?.replace(/\\(.)/g, '$1') ?? plain;
  return name === undefined ? undefined : showUnseen(name.replace(/^.*[/\\]/s, '').slice(0, 200));
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
