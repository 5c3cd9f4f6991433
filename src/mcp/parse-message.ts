import { JsonRpcError } from './json-rpc-error.js';

const MAX_DEPTH = 100;
/** It came with this revision and left with the next; whoever negotiated it sends no version header. */
const BATCH_REVISION = '2025-03-26';

/**
 * Reads the text of a request: one JSON-RPC message, or a batch where the revision has batches.
 * @param revision the `MCP-Protocol-Version` header
 * @throws JsonRpcError
 */
export function parseMessage(text: string, revision: string | undefined): unknown {
  if (isDeeperThan(MAX_DEPTH, text)) {
    throw new JsonRpcError(400, -32600, `The body is nested more than ${MAX_DEPTH} levels deep`);
  }
  const message = parse(text);
  if (Array.isArray(message)) checkBatch(message, revision);
  return message;
}

/** Counts brackets outside of strings: nothing has to be built of what is refused. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === '\\') at++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > limit) return true;
  }
  return false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonRpcError(400, -32700, 'Parse error: the body is not JSON');
  }
}

function checkBatch(batch: unknown[], revision: string | undefined): void {
  if (revision !== undefined && revision !== BATCH_REVISION) {
    throw new JsonRpcError(400, -32600, `There are no batches in revision ${revision}`);
  }
  const ids = batch.map((message) => (message as { id?: unknown } | null)?.id);
  const given = ids.filter((id) => id !== undefined);
  if (new Set(given).size < given.length) {
    throw new JsonRpcError(400, -32600, 'Two messages of the batch have one id');
  }
}
