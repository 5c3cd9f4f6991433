import { elicitsForms } from '../message/elicits-forms.js';
import type { IncomingHttpHeaders } from 'node:http';
import { classifyInboundRequest, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { LRUCache } from 'lru-cache';
import { isRecord } from '../../values/is-record.js';
import { showsViews } from '../../views/view-resource.js';
import { isId } from '../message/message-id.js';
import { MODERN_REVISION } from '../message/modern-revision.js';

/** The prefix of the protocol's own members of `_meta`. */
const ENVELOPE = 'io.modelcontextprotocol/';

/** A request that the fast path answers: for the tools, or to call one, with nothing special about it. */
export interface FastPathRequest {
  era: 'legacy' | 'modern';
  id: string | number;
  /** Whether the client may show views; in the older era, only the handshake would say so. */
  showsViews: boolean;
  /** Whether the client can ask the person: then a call may be answered with a question. */
  elicits: boolean;
  /** The tool to call; undefined to list them. */
  call?: { name: string; args: unknown };
}

const MEMBERS = ['jsonrpc', 'id', 'method', 'params'];
const PARAMETERS = ['name', 'arguments', '_meta'];

/**
 * @param message the JSON of the request's body
 * @returns undefined when anything about it is unusual, whether valid or not
 */
export function readFastPathRequest(
  headers: IncomingHttpHeaders,
  message: unknown,
): FastPathRequest | undefined {
  if (!isRecord(message)) return undefined;
  const { jsonrpc, id, method, params = {} } = message;
  if (jsonrpc !== '2.0' || !isId(id) || !hasOnly(message, MEMBERS)) return undefined;
  if (method !== 'tools/list' && method !== 'tools/call') return undefined;
  if (!isRecord(params)) return undefined;
  const { name, arguments: args, _meta: meta = {} } = params;
  if (!hasOnly(params, PARAMETERS) || !isPlainMeta(meta)) return undefined;
  const era = eraOf(headers, method, meta);
  if (era === undefined) return undefined;
  if (era === 'modern' && single(headers['mcp-name']) !== name) return undefined;
  const plain = {
    era,
    id,
    showsViews: era === 'legacy' || showsViews(meta),
    elicits: era === 'modern' && elicitsForms(meta),
  };
  if (method === 'tools/list') {
    return name === undefined && args === undefined ? plain : undefined;
  }
  const isPlain = typeof name === 'string' && (args === undefined || isRecord(args));
  return isPlain ? { ...plain, call: { name, args } } : undefined;
}

type Era = FastPathRequest['era'];

/** What the SDK said about earlier envelopes: a client always sends the same one, and classifying it takes long. */
const eras = new LRUCache<string, { era?: Era }>({
  max: 500,
  maxEntrySize: 2_000,
  sizeCalculation: (_era, key) => key.length,
});

/** A request's protocol data, from its headers and its `_meta`. */
type Claims = [
  version: string | undefined,
  methodHeader: string | undefined,
  method: string,
  envelope: object,
];

function eraOf(
  headers: IncomingHttpHeaders,
  method: string,
  meta: Record<string, unknown>,
): Era | undefined {
  const envelope: Record<string, unknown> = {};
  for (const key of Object.keys(meta)) if (key.startsWith(ENVELOPE)) envelope[key] = meta[key];
  const claims: Claims = [
    single(headers['mcp-protocol-version']),
    single(headers['mcp-method']),
    method,
    envelope,
  ];
  const key = JSON.stringify(claims);
  const known = eras.get(key);
  if (known) return known.era;
  const era = askSdk(claims);
  eras.set(key, era === undefined ? {} : { era });
  return era;
}

function askSdk([version, methodHeader, method, envelope]: Claims): Era | undefined {
  const asked = classifyInboundRequest({
    httpMethod: 'POST',
    ...(version !== undefined && { protocolVersionHeader: version }),
    ...(methodHeader !== undefined && { mcpMethodHeader: methodHeader }),
    body: { jsonrpc: '2.0', id: 0, method, params: { _meta: envelope } },
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
    methodHeader === method;
  return isModern ? 'modern' : undefined;
}

function hasOnly(record: object, names: readonly string[]): boolean {
  return Object.keys(record).every((name) => names.includes(name));
}

/** The revision's own members are looked at by the SDK. */
function isPlainMeta(meta: unknown): meta is Record<string, unknown> {
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
