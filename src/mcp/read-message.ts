import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/server';
import getRawBody from 'raw-body';
import { JsonRpcError } from './json-rpc-error.js';
import { parseMessage } from './parse-message.js';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the body of a request.
 * @returns one JSON-RPC message, or a batch of them
 * @throws JsonRpcError when it is none, or the client would not take the answer
 */
export async function readMessage(request: IncomingMessage): Promise<unknown> {
  const { headers } = request;
  if (!admitsAnswer(headers.accept)) {
    throw refusal(406, 'Accept must admit application/json and text/event-stream');
  }
  if (!isJsonContentType(headers['content-type'] ?? null)) {
    throw refusal(415, 'Content-Type must be application/json');
  }
  // What is compressed is not unpacked here: a megabyte could become a gigabyte.
  if (headers['content-encoding'] !== undefined) {
    throw refusal(415, 'Content-Encoding is not supported: send the JSON as it is');
  }
  const body = await readBody(request);
  // RFC 8259 §8.1. Read as it is, a word in another encoding would be written into records with its letters lost.
  if (!isUtf8(body)) throw new JsonRpcError(400, -32700, 'Parse error: the body is not UTF-8');
  return parseMessage(body.toString('utf8'), headers['mcp-protocol-version']?.toString());
}

/** RFC 9110 §12.5.1. The answers are JSON, a stream of changes is an event stream. */
function admitsAnswer(accept = '*/*'): boolean {
  return accept
    .split(',')
    .some(
      (range) =>
        /^\s*(\*\/\*|application\/(\*|json)|text\/(\*|event-stream))\s*(;|$)/i.test(range) &&
        !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range),
    );
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  try {
    const length = request.headers['content-length'] ?? null;
    return await getRawBody(request, { length, limit: MAX_BODY_BYTES });
  } catch (error) {
    const { type } = error as getRawBody.RawBodyError;
    if (type !== 'entity.too.large') {
      throw new JsonRpcError(400, -32700, 'Parse error: the body was cut off');
    }
    throw refusal(413, `The body must not exceed ${MAX_BODY_BYTES} bytes`);
  }
}

function refusal(status: number, message: string): JsonRpcError {
  return new JsonRpcError(status, -32000, message);
}
