import {
  CLIENT_INFO_META_KEY,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from '@modelcontextprotocol/server';
import { isRecord } from '../../openapi/document/document.js';
import type { Exchange } from '../../request/request-record.js';
import { clientName, methodName } from '../../telemetry/stranger-names.js';

/** Notes what a message asks for, and who says that it asks, and what that is a part of; nothing of what it gives. */
export function noteMessage(exchange: Exchange | undefined, message: unknown): void {
  if (!exchange) return;
  if (Array.isArray(message)) exchange.mcpMethod = 'batch';
  if (!isRecord(message)) return;
  const { method, params } = message;
  if (typeof method === 'string') exchange.mcpMethod = methodName(method);
  if (!isRecord(params)) return;
  const { _meta: meta, clientInfo } = params;
  if (isRecord(meta)) exchange.joinTrace(meta[TRACEPARENT_META_KEY], meta[TRACESTATE_META_KEY]);
  // The handshake's own member, and in revision 2026-07-28 every message's.
  const info = isRecord(meta) ? (meta[CLIENT_INFO_META_KEY] ?? clientInfo) : clientInfo;
  if (!isRecord(info) || typeof info['name'] !== 'string') return;
  const name = clientName(info['name']);
  if (name !== undefined) exchange.client = name;
}
