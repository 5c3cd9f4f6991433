import { createHash } from 'node:crypto';
import type { FileContent } from './file-content.js';

/** One part of a form: a text or a file. */
export interface FormPart {
  name: string;
  value: string | FileContent;
  /** Set for a text that is not plain. */
  contentType?: string;
}

/** A multipart body, with its Content-Type header. */
interface MultipartBody {
  contentType: string;
  body: Buffer;
}

/** Writes `multipart/form-data` (RFC 7578). The boundary is a hash of the content, so that it is never in it. */
export function encodeMultipart(parts: readonly FormPart[]): MultipartBody {
  const written = parts.map(writePart);
  const hash = createHash('sha256');
  for (const part of written) hash.update(part);
  const boundary = `bullet-train-mcp-${hash.digest('hex').slice(0, 32)}`;
  const chunks = written.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function writePart({ name, value, contentType: said }: FormPart): Buffer {
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
  if (typeof value === 'string') {
    const head = said === undefined ? disposition : `${disposition}\r\nContent-Type: ${said}`;
    return Buffer.from(`${head}\r\n\r\n${value}\r\n`);
  }
  const contentType = value.contentType ?? 'application/octet-stream';
  const fileName = value.name ?? `file.${extensionOf(contentType)}`;
  return Buffer.concat([
    Buffer.from(
      `${disposition}; filename="${quoted(fileName)}"\r\nContent-Type: ${contentType}\r\n\r\n`,
    ),
    value.bytes,
    Buffer.from('\r\n'),
  ]);
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
