import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Node itself copies a longer text into three times the memory before it writes it (`StreamBase::WriteString`). */
const LONG_TEXT = 16_384;

/** The HTTP response to a message, before it is written. */
export interface McpAnswer {
  status: number;
  /** By their names in lower case. */
  headers: Record<string, string>;
  /** Pieces of JSON in order, or an open event stream. */
  body: readonly (string | Buffer)[] | ReadableStream<Uint8Array>;
}

/** @returns the headers of a JSON answer */
export function jsonAnswer(...body: (string | Buffer)[]): McpAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** Writes an answer, and resolves when all of it is handed over or the client has gone. */
export async function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: McpAnswer,
): Promise<void> {
  if (body instanceof ReadableStream) {
    response.writeHead(status, headers);
    // It rejects when the client leaves, which is how most of these streams end.
    await pipeline(Readable.fromWeb(body), response).catch(() => undefined);
    return;
  }
  // In one piece, texts take one system call together with the head; a list is a buffer, which is not copied.
  const pieces = body.every((piece) => typeof piece === 'string') ? [asPiece(body.join(''))] : body;
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  response.writeHead(status, { ...headers, 'content-length': length });
  for (const piece of pieces.slice(0, -1)) response.write(piece);
  response.end(pieces.at(-1));
}

/** @returns a text as it is written at the least cost: a long one as its bytes */
export function asPiece(text: string): string | Buffer {
  return text.length > LONG_TEXT ? Buffer.from(text) : text;
}
