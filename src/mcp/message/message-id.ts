import { isRecord } from '../../values/is-record.js';

/** Whether a value is an id: a string or an integer (MCP, `RequestId`). */
export function isId(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

/**
 * @returns the message's id; null where it has none, or one that no message may have (JSON-RPC 2.0 §5). Such an id may
 * be an `ExactNumber`, whose mark must not go out
 */
export function idOf(message: unknown): string | number | null {
  const id = isRecord(message) ? message['id'] : undefined;
  return isId(id) ? id : null;
}
