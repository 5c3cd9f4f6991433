import { ArgumentError } from './argument-error.js';

/** A file as a model hands it over. */
export interface FileContent {
  bytes: Buffer;
  /** Undefined where nothing was said. */
  contentType?: string;
  name?: string;
}

/** What one call may carry: in base64, and with the call around it, it fits into the 1 MiB of an MCP request. */
export const MAX_FILE_BYTES = 700 * 1024;

/**
 * Reads base64 text or a data URL (RFC 2397; its `name` parameter names the file).
 * @param argument what the caller knows the file by, for the error
 * @throws ArgumentError when it is neither, or more than `MAX_FILE_BYTES`
 */
export function readFileContent(value: unknown, argument: string): FileContent {
  const text = typeof value === 'string' ? value.trim() : '';
  const [, header, data] = /^data:([^,]*),([\s\S]*)$/i.exec(text) ?? [];
  const file = data === undefined ? fromBase64(text) : fromDataUrl(header!, data);
  if (!file) {
    throw new ArgumentError(
      `"${argument}" must be the file's content as base64, or as a data URL such as data:image/png;base64,iVBORw0…`,
    );
  }
  if (file.bytes.length > MAX_FILE_BYTES) {
    throw new ArgumentError(
      `"${argument}" is ${kilobytes(file.bytes.length)} KB, and a file in a call may have ${kilobytes(MAX_FILE_BYTES)} KB at most: send a smaller one, or let the person upload it in the application.`,
    );
  }
  return file;
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

function fromDataUrl(header: string, data: string): FileContent | undefined {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim());
  const isBase64 = parameters.some((parameter) => parameter.toLowerCase() === 'base64');
  const named = parameters.find((parameter) => /^(file)?name=/i.test(parameter));
  const name = named && percentDecoded(named.slice(named.indexOf('=') + 1))?.toString('utf8');
  const bytes = isBase64 ? fromBase64(data)?.bytes : percentDecoded(data);
  if (!bytes) return undefined;
  return {
    bytes,
    ...(/^[\w.+-]+\/[\w.+-]+$/.test(type) && { contentType: type }),
    ...(name && { name }),
  };
}

function fromBase64(text: string): FileContent | undefined {
  const packed = text.replace(/\s+/g, '');
  const isBase64 =
    /^[A-Za-z0-9+/_-]+={0,2}$/.test(packed) && packed.replace(/=+$/, '').length % 4 !== 1;
  return isBase64 ? { bytes: Buffer.from(packed, 'base64') } : undefined;
}

function percentDecoded(text: string): Buffer | undefined {
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
