import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/server';
import getRawBody from 'raw-body';
import { admitsOneOf } from './accept.js';
import { JsonRpcError } from './json-rpc-error.js';
import { parseMessage } from './parse-message.js';

const MAX_BODY_BYTES = 1024 * 1024;
/** Responses are JSON; changes come in an event stream. */
const ANSWERS = ['application/json', 'text/event-stream'];

/**
 * Reads the body of a request.
 * @returns one JSON-RPC message, or a batch of them
 * @throws JsonRpcError when it is not a message, or the client does not accept the response
 */
export async function readMessage(request: IncomingMessage): Promise<unknown> {
  const { headers } = request;
  if (!admitsOneOf(headers.accept, ANSWERS)) {
    throw refusal(406, 'Accept must admit application/json or text/event-stream');
  }
  if (!isJsonContentType(headers['content-type'] ?? null)) {
    throw refusal(415, 'Content-Type must be application/json', { Accept: 'application/json' });
  }
  // Compressed bodies are refused: a megabyte could become a gigabyte.
  if (!isAsItIs(headers['content-encoding'])) {
    throw refusal(415, 'Content-Encoding is not supported: send the JSON as it is', {
      'Accept-Encoding': 'identity',
    });
  }
  const body = await readBody(request);
  // RFC 8259 §8.1. In another encoding, letters would be lost, and records would get the damaged words.
  if (!isUtf8(body)) throw new JsonRpcError(400, -32700, 'Parse error: the body is not UTF-8');
  return parseMessage(body.toString('utf8'), headers['mcp-protocol-version']?.toString());
}

/** RFC 9110 §8.4.1: `identity` says that there is no encoding. */
function isAsItIs(encodings = ''): boolean {
  return encodings.split(',').every((name) => /^(identity)?$/i.test(name.trim()));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  try {
    const length = request.headers['content-length'] ?? null;
    return await getRawBody(request, { length, limit: MAX_BODY_BYTES });
  } catch (error) {
    if (!(error instanceof Error && 'type' in error && error.type === 'entity.too.large')) {
      throw new JsonRpcError(400, -32700, 'Parse error: the body was cut off');
    }
    // The connection ends, because the rest of the body would follow.
    throw refusal(413, `The body must not exceed ${MAX_BODY_BYTES} bytes`, { Connection: 'close' });
  }
}

/** @param headers of the response, such as the accepted types (RFC 9110 §15.5.16) */
function refusal(status: number, message: string, headers?: Record<string, string>): JsonRpcError {
  return new JsonRpcError(status, -32000, message, null, headers);
}
