import type { IncomingMessage } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/server';
import getRawBody from 'raw-body';
import { JsonRpcError } from './json-rpc-error.js';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the JSON of a request.
 * @throws JsonRpcError when there is none
 */
export async function readMessage(request: IncomingMessage): Promise<unknown> {
  if (!isJsonContentType(request.headers['content-type'] ?? null)) {
    throw new JsonRpcError(415, -32000, 'Content-Type must be application/json');
  }
  const body = await readBody(request);
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new JsonRpcError(400, -32700, 'Parse error: the body is not JSON');
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  try {
    const length = request.headers['content-length'] ?? null;
    return (await getRawBody(request, { length, limit: MAX_BODY_BYTES })).toString('utf8');
  } catch (error) {
    const { type } = error as getRawBody.RawBodyError;
    if (type !== 'entity.too.large') {
      throw new JsonRpcError(400, -32700, 'Parse error: the body was cut off');
    }
    throw new JsonRpcError(413, -32000, `The body must not exceed ${MAX_BODY_BYTES} bytes`);
  }
}
