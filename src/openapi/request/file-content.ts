import { ArgumentError } from './argument-error.js';
import { decodeBase64, decodeContent } from '../../values/base64.js';

/** A file as a model hands it over. */
export interface FileContent {
  bytes: Buffer;
  /** Undefined where the data URL names none. */
  contentType?: string;
  name?: string;
}

/** In base64, and with the call around it, this fits into the 1 MiB of an MCP request. */
const MAX_FILE_BYTES = 700 * 1024;

/**
 * Reads base64 text or a data URL (RFC 2397; its `name` parameter names the file).
 * @param argument the name of the argument, for the error
 * @throws ArgumentError when it is neither, is empty, or more than `MAX_FILE_BYTES`
 */
export function readFileContent(value: unknown, argument: string): FileContent {
  const text = typeof value === 'string' ? value.trim() : '';
  const [, header, data] = /^data:([^,]*),([\s\S]*)$/i.exec(text) ?? [];
  const file =
    header === undefined || data === undefined ? fromBase64(text) : fromDataUrl(header, data);
  if (!file) throw new ArgumentError(`"${argument}" must be ${WANTED}${whatItIs(text)}.`);
  if (file.bytes.length === 0) {
    throw new ArgumentError(`"${argument}" is an empty file: it must be ${WANTED}.`);
  }
  if (file.bytes.length > MAX_FILE_BYTES) {
    throw new ArgumentError(
      `"${argument}" is ${kilobytes(file.bytes.length)} KB, and a file in a call may have ${kilobytes(MAX_FILE_BYTES)} KB at most: send a smaller one, or let the person upload it in the application.`,
    );
  }
  return file;
}

const WANTED =
  "the file's content as base64, or as a data URL such as data:image/png;base64,iVBORw0… or data:text/plain,Some%20text";

/** Explains what was given instead of a file. */
function whatItIs(text: string): string {
  if (/^data:/i.test(text)) return '; this data URL cannot be read';
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return '; nothing is fetched from an address';
  const isPath = /^([a-z]:)?[\\/~.]/i.test(text) || /^[^\s,;]+\.[a-z\d]{1,5}$/i.test(text);
  return isPath ? '; a path or a name says nothing of what is in the file' : '';
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

function fromDataUrl(header: string, data: string): FileContent | undefined {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim());
  const isBase64 = parameters.some((parameter) => parameter.toLowerCase() === 'base64');
  const named = parameters.find((parameter) => /^(file)?name=/i.test(parameter));
  const name = named && percentDecoded(named.slice(named.indexOf('=') + 1))?.toString('utf8');
  const bytes = isBase64 ? decodeData(data) : percentDecoded(data);
  if (!bytes) return undefined;
  const charset = parameters.find((parameter) => /^charset=[\w.:-]+$/i.test(parameter));
  const contentType = charset === undefined ? type : `${type};${charset}`;
  return {
    bytes,
    ...(/^[\w.+-]+\/[\w.+-]+$/.test(type) && { contentType }),
    ...(name && { name }),
  };
}

function decodeData(data: string): Buffer | undefined {
  const plain = data.includes('%') ? percentDecoded(data)?.toString('latin1') : data;
  if (plain === undefined) return undefined;
  return plain === '' ? Buffer.alloc(0) : decodeBase64(plain);
}

function fromBase64(text: string): FileContent | undefined {
  const bytes = decodeContent(text);
  return bytes && { bytes };
}

/** Percent-decodes to bytes, which need not be UTF-8; unencoded characters may stand in between. */
function percentDecoded(text: string): Buffer | undefined {
  if (/%(?![\da-f]{2})/i.test(text)) return undefined;
  const pieces = text.split(/((?:%[\da-f]{2})+)/i);
  return Buffer.concat(
    pieces.map((piece, at) =>
      at % 2 === 1 ? Buffer.from(piece.replaceAll('%', ''), 'hex') : Buffer.from(piece),
    ),
  );
}
