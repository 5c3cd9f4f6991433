import { isRecord } from '../../values/is-record.js';
import { JsonRpcError } from './json-rpc-error.js';
import { idOf, isId } from './message-id.js';

/** JSON-RPC 2.0 §5.1. */
const INVALID_REQUEST = -32600;
const INVALID_PARAMS = -32602;

/**
 * Says what is wrong with the form of a message; the SDK would only call it invalid. Batches, and responses that nobody
 * asked for, are left to the SDK.
 * @throws JsonRpcError with one sentence that says what to send
 */
export function checkMessage(message: unknown): void {
  if (Array.isArray(message)) return;
  if (!isRecord(message)) throw invalid('A message must be an object');
  const { jsonrpc, id, method, params } = message;
  const isAnswer = 'result' in message || 'error' in message;
  if (jsonrpc !== '2.0') throw invalid('"jsonrpc" must be "2.0"', id);
  if ('id' in message && !isId(id)) throw invalid('"id" must be a string or an integer');
  if (isAnswer) return;
  if (typeof method !== 'string') throw invalid('"method" must be a string', id);
  const problem = problemOfParams(params);
  if (problem !== undefined) throw new JsonRpcError(400, INVALID_PARAMS, problem, idOf(message));
}

function problemOfParams(params: unknown): string | undefined {
  if (params === undefined) return undefined;
  if (!isRecord(params)) return 'Invalid params: "params" must be an object';
  const { _meta: meta } = params;
  if (meta === undefined) return undefined;
  if (!isRecord(meta)) return 'Invalid params: "_meta" must be an object';
  const { progressToken } = meta;
  return progressToken === undefined || isId(progressToken)
    ? undefined
    : 'Invalid params: "_meta.progressToken" must be a string or an integer';
}

function invalid(problem: string, id?: unknown): JsonRpcError {
  const known = isId(id) ? id : null;
  return new JsonRpcError(400, INVALID_REQUEST, `Invalid request: ${problem}`, known);
}
