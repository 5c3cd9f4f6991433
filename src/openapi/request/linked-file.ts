import { isRecord } from '../../values/is-record.js';
import { oneLine } from '../../values/one-line.js';
import { ArgumentError } from './argument-error.js';

/** A file that comes by a link; the link itself is kept apart, because it is a secret and does not last. */
export interface LinkedFile {
  /** The client's id of the file: the same at each call, whatever the link. */
  id: string;
  contentType?: string;
  name?: string;
}

/** Links by the ids of their files. */
export type FileLinks = ReadonlyMap<string, URL>;

const PREFIX = 'attached-file:';
const ID = /^[\x21-\x7e]{1,300}$/;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const MAX_URL_CHARS = 8_192;
const MAX_NAME_CHARS = 200;

/** Whether an argument is a file by its link: ChatGPT's `{ download_url, file_id, mime_type?, file_name? }`. */
export function isLinkedFile(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) && (Object.hasOwn(value, 'download_url') || Object.hasOwn(value, 'file_id'))
  );
}

/**
 * @param argument the name of the argument, for the error
 * @returns the file, and its link apart from it
 * @throws ArgumentError, which never quotes the link
 */
export function readLinkedFile(
  { file_id: id, download_url: address, mime_type: type, file_name: name }: Record<string, unknown>,
  argument: string,
): { file: LinkedFile; link: URL } {
  const refuse = (problem: string) => new ArgumentError(`"${argument}" ${problem}.`);
  if (typeof id !== 'string' || !ID.test(id)) {
    throw refuse("needs a file_id, the client's id of the file, beside its download_url");
  }
  const isUrl = typeof address === 'string' && address.length <= MAX_URL_CHARS;
  const link = isUrl && URL.canParse(address) ? new URL(address) : undefined;
  if (!link || link.username || link.password) {
    throw refuse('needs a download_url, the https address of the file, beside its file_id');
  }
  const contentType = typeof type === 'string' ? type.replace(/;.*$/s, '').trim() : '';
  if (contentType !== '' && !MEDIA_TYPE.test(contentType)) {
    throw refuse('has a mime_type that is none: it is something like image/png');
  }
  // Never a path.
  const ownName = typeof name === 'string' ? oneLine(name.replace(/^.*[/\\]/s, '')) : '';
  return {
    link,
    file: {
      id,
      ...(contentType !== '' && { contentType: contentType.toLowerCase() }),
      ...(ownName !== '' && { name: ownName.slice(0, MAX_NAME_CHARS) }),
    },
  };
}

/**
 * The file as a text that stands for it in the arguments: what is compared, digested and shown to people has the id and
 * not the link. `attached-file:file_1?type=image%2Fpng&name=logo.png`
 */
export function writeReference({ id, contentType, name }: LinkedFile): string {
  const about = new URLSearchParams({
    ...(contentType !== undefined && { type: contentType }),
    ...(name !== undefined && { name }),
  }).toString();
  return PREFIX + encodeURIComponent(id) + (about && `?${about}`);
}

/** @returns the file that a text stands for; undefined for every other text */
export function readReference(value: unknown): LinkedFile | undefined {
  if (typeof value !== 'string' || !value.startsWith(PREFIX)) return undefined;
  const [, encoded = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(value.slice(PREFIX.length)) ?? [];
  const about = new URLSearchParams(query);
  const [contentType, name] = [about.get('type'), about.get('name')];
  return {
    id: decode(encoded),
    ...(contentType !== null && MEDIA_TYPE.test(contentType) && { contentType }),
    ...(name !== null && { name }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
