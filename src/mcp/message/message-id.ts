import { isRecord } from '../../values/is-record.js';

/** Whether a value is an id: a string or an integer (MCP, `RequestId`). */
export function isId(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

/**
 * @returns the message's id; null when it has none or an invalid one (JSON-RPC 2.0 §5). An invalid id may be an
 *   `ExactNumber`, whose mark must not be sent
 */
export function idOf(message: unknown): string | number | null {
  const id = isRecord(message) ? message['id'] : undefined;
  return isId(id) ? id : null;
}
