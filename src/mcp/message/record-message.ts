import {
  CLIENT_INFO_META_KEY,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from '@modelcontextprotocol/server';
import { isRecord } from '../../values/is-record.js';
import type { RequestRecord } from '../../request/request-record.js';
import { clientName, methodName } from '../../telemetry/stranger-names.js';

/** Records the method, the client's self-reported name and the trace context; never arguments. */
export function recordMessage(record: RequestRecord | undefined, message: unknown): void {
  if (!record) return;
  if (Array.isArray(message)) record.mcpMethod = 'batch';
  if (!isRecord(message)) return;
  const { method, params } = message;
  if (typeof method === 'string') record.mcpMethod = methodName(method);
  if (!isRecord(params)) return;
  const { _meta: meta, clientInfo } = params;
  if (isRecord(meta)) record.joinTrace(meta[TRACEPARENT_META_KEY], meta[TRACESTATE_META_KEY]);
  // The handshake's own member, and in revision 2026-07-28 every message's.
  const info = isRecord(meta) ? (meta[CLIENT_INFO_META_KEY] ?? clientInfo) : clientInfo;
  if (!isRecord(info) || typeof info['name'] !== 'string') return;
  const name = clientName(info['name']);
  if (name !== undefined) record.client = name;
}
