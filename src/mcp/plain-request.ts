import type { IncomingHttpHeaders } from 'node:http';
import { classifyInboundRequest, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { isRecord } from '../openapi/document.js';

const MODERN_REVISION = '2026-07-28';

/** A request for the tools, or to call one, with nothing special about it. */
export interface PlainRequest {
  era: 'legacy' | 'modern';
  id: string | number;
  /** The tool to call; undefined to list them. */
  call?: { name: string; args: unknown };
}

/**
 * @param message the JSON of the request's body
 * @returns undefined when anything about it is unusual, be it right or wrong
 */
export function readPlainRequest(
  headers: IncomingHttpHeaders,
  message: unknown,
): PlainRequest | undefined {
  const method = isRecord(message) ? message['method'] : undefined;
  if (method !== 'tools/list' && method !== 'tools/call') return undefined;
  if (!acceptsBoth(headers.accept)) return undefined;
  const { id, params = {} } = message as { id: string | number; params?: unknown };
  const era = isRecord(params) ? eraOf(headers, message, method, params) : undefined;
  if (era === undefined || !isRecord(params)) return undefined;
  const { name, arguments: args, _meta: meta = {}, ...others } = params;
  if (Object.keys(others).length > 0 || !isPlainMeta(meta)) return undefined;
  if (method === 'tools/list') {
    return name === undefined && args === undefined ? { era, id } : undefined;
  }
  const isPlain = typeof name === 'string' && (args === undefined || isRecord(args));
  return isPlain ? { era, id, call: { name, args } } : undefined;
}

function eraOf(
  headers: IncomingHttpHeaders,
  body: unknown,
  method: string,
  { name }: Record<string, unknown>,
): PlainRequest['era'] | undefined {
  const version = single(headers['mcp-protocol-version']);
  const methodHeader = single(headers['mcp-method']);
  const nameHeader = single(headers['mcp-name']);
  const asked = classifyInboundRequest({
    httpMethod: 'POST',
    ...(version !== undefined && { protocolVersionHeader: version }),
    ...(methodHeader !== undefined && { mcpMethodHeader: methodHeader }),
    ...(nameHeader !== undefined && { mcpNameHeader: nameHeader }),
    body,
  });
  if (asked.kind === 'legacy' && asked.reason === 'no-claim') {
    const isKnown = version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(version);
    return isKnown ? 'legacy' : undefined;
  }
  const isModern =
    asked.kind === 'modern' &&
    asked.messageKind === 'request' &&
    asked.classification.revision === MODERN_REVISION &&
    version === MODERN_REVISION &&
    methodHeader === method &&
    nameHeader === name;
  return isModern ? 'modern' : undefined;
}

/** MCP 2025-11-25, transports: a client takes JSON and event streams. */
function acceptsBoth(accept = ''): boolean {
  return accept.includes('application/json') && accept.includes('text/event-stream');
}

/** The revision's own members have been looked at by the SDK. */
function isPlainMeta(meta: unknown): boolean {
  if (!isRecord(meta)) return false;
  const token = meta['progressToken'];
  return (
    (token === undefined || typeof token === 'string' || Number.isInteger(token)) &&
    !('io.modelcontextprotocol/related-task' in meta)
  );
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
