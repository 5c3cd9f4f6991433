import { parseExactly } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { isTooDeep, MAX_DEPTH } from '../../values/json-depth.js';
import { JsonRpcError } from './json-rpc-error.js';

/** The only revision with batches; its clients send no version header. */
const BATCH_REVISION = '2025-03-26';

/**
 * Reads the text of a request: one JSON-RPC message, or a batch where the revision has batches. A number that
 * JavaScript would change is an `ExactNumber`.
 * @param revision the `MCP-Protocol-Version` header
 * @throws JsonRpcError
 */
export function parseMessage(text: string, revision: string | undefined): unknown {
  if (isTooDeep(text)) {
    throw new JsonRpcError(400, -32600, `The body is nested more than ${MAX_DEPTH} levels deep`);
  }
  const message = parse(text);
  if (Array.isArray(message)) checkBatch(message, revision);
  return message;
}

function parse(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    throw new JsonRpcError(400, -32700, 'Parse error: the body is not JSON');
  }
}

function checkBatch(batch: unknown[], revision: string | undefined): void {
  if (revision !== undefined && revision !== BATCH_REVISION) {
    throw new JsonRpcError(400, -32600, `There are no batches in revision ${revision}`);
  }
  const ids = batch.map((message) => (isRecord(message) ? message['id'] : undefined));
  const given = ids.filter((id) => id !== undefined);
  if (new Set(given).size < given.length) {
    throw new JsonRpcError(400, -32600, 'Two messages of the batch have one id');
  }
}
