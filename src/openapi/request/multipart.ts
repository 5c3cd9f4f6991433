import { createHash, randomBytes } from 'node:crypto';
import type { FileContent } from './file-content.js';
import type { BodyPiece, ExpectedFile, LinkedBody } from './linked-body.js';

/** One part of a form: a text, a file, or one that is fetched while the form is sent. */
export interface FormPart {
  name: string;
  value: string | FileContent | ExpectedFile;
  /** Set for a text that is not plain. */
  contentType?: string;
}

/** A multipart body, with its Content-Type header. */
interface MultipartBody {
  contentType: string;
  body: Buffer | LinkedBody;
}

/**
 * Writes `multipart/form-data` (RFC 7578). The boundary is a hash of the content, so that it is never in it; where
 * files are still to come, it is random, so that nobody can write it into one.
 */
export function encodeMultipart(parts: readonly FormPart[]): MultipartBody {
  const files = parts.flatMap(({ value }) => (isExpected(value) ? [value] : []));
  if (files.length > 0) {
    const boundary = `bullet-train-mcp-${randomBytes(16).toString('hex')}`;
    const write: LinkedBody['write'] = (typeOf) =>
      withBoundary(
        boundary,
        parts.map((part) => writePart(part, typeOf)),
      );
    return { contentType: contentTypeOf(boundary), body: { files, write } };
  }
  const written = parts.map((part) => Buffer.concat(writePart(part).filter(Buffer.isBuffer)));
  const hash = createHash('sha256');
  for (const part of written) hash.update(part);
  const boundary = `bullet-train-mcp-${hash.digest('hex').slice(0, 32)}`;
  const pieces = withBoundary(
    boundary,
    written.map((part) => [part]),
  );
  return { contentType: contentTypeOf(boundary), body: Buffer.concat(pieces) };
}

function contentTypeOf(boundary: string): string {
  return `multipart/form-data; boundary=${boundary}`;
}

function withBoundary<Piece>(
  boundary: string,
  parts: readonly (readonly Piece[])[],
): (Piece | Buffer)[] {
  const begin = Buffer.from(`--${boundary}\r\n`);
  return [...parts.flatMap((part) => [begin, ...part]), Buffer.from(`--${boundary}--\r\n`)];
}

function isExpected(value: FormPart['value']): value is ExpectedFile {
  return typeof value === 'object' && 'file' in value;
}

function writePart(
  { name, value, contentType: said }: FormPart,
  typeOf: (file: ExpectedFile) => string = () => 'application/octet-stream',
): BodyPiece[] {
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
  if (typeof value === 'string') {
    const head = said === undefined ? disposition : `${disposition}\r\nContent-Type: ${said}`;
    return [Buffer.from(`${head}\r\n\r\n${value}\r\n`)];
  }
  const content = isExpected(value)
    ? { contentType: typeOf(value), name: value.file.name, piece: { from: value } }
    : { ...value, piece: value.bytes };
  const { contentType = 'application/octet-stream', piece } = content;
  const fileName = content.name ?? `file.${extensionOf(contentType)}`;
  const head = `${disposition}; filename="${quoted(fileName)}"\r\nContent-Type: ${contentType}\r\n\r\n`;
  return [Buffer.from(head), piece, Buffer.from('\r\n')];
}

/**
 * As browsers escape it: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

/** `image/svg+xml` → `svg`: Rails looks at a file's extension as well as at its type. */
function extensionOf(contentType: string): string {
  const subtype = contentType.replace(/^.*\//s, '').toLowerCase();
  const known: Record<string, string> = { plain: 'txt', jpeg: 'jpg', 'octet-stream': 'bin' };
  return known[subtype] ?? subtype.replace(/\+.*$/, '').replace(/[^a-z0-9]/g, '');
}
