import { plant } from './secrets.js';

export type Era = 'handshake' | '2026-07-28';
export const ERAS: Era[] = ['handshake', '2026-07-28'];

export interface RawTool {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: string; properties: Record<string, object>; required?: string[] };
  annotations: Record<string, unknown>;
  _meta?: Record<string, unknown>;
}

export interface RawResult extends Record<string, unknown> {
  tools?: RawTool[];
  content?: { type: string; text: string }[];
  structuredContent?: { items?: Record<string, unknown>[]; [key: string]: unknown };
  isError?: boolean;
}

export interface RawBody {
  id?: number | string | null;
  result?: RawResult;
  /** JSON-RPC's, or OAuth's code. */
  error?: { code: number; message: string } | string;
  error_description?: string;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
  body: RawBody;
}

export interface RawOptions {
  token?: string;
  era?: Era;
  id?: number | string;
  headers?: Record<string, string>;
  path?: string;
  /** The client's capabilities, in the newer era. */
  capabilities?: object;
  signal?: AbortSignal;
}

/** One MCP request as curl would send it, without any SDK. */
export async function post(
  url: string,
  method: string,
  params: Record<string, unknown> = {},
  options: RawOptions = {},
): Promise<RawAnswer> {
  const { path = '/mcp', signal = null } = options;
  const message = writeMessage(method, params, options);
  const response = await fetch(url + path, { method: 'POST', ...message, signal });
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as RawBody;
  return { status: response.status, headers: response.headers, text, body };
}

/** The headers and the body of one MCP request. */
export function writeMessage(
  method: string,
  params: Record<string, unknown>,
  { token, era = 'handshake', id = 1, headers = {}, capabilities = {} }: RawOptions = {},
): { headers: Record<string, string>; body: string } {
  plant(token);
  const modern = era !== 'handshake';
  const subject = params['name'] ?? params['uri'];
  return {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(modern && { 'mcp-protocol-version': era, 'mcp-method': method }),
      ...(modern && typeof subject === 'string' && { 'mcp-name': subject }),
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method,
      params: modern ? { ...params, _meta: envelope(era, capabilities) } : params,
    }),
  };
}

function envelope(era: Era, capabilities: object) {
  return {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
}

/** Calls a tool and returns its result. */
export async function callTool(
  url: string,
  name: string,
  args: Record<string, unknown>,
  options: RawOptions,
): Promise<RawResult> {
  const answer = await post(url, 'tools/call', { name, arguments: args }, options);
  if (answer.status !== 200 || !answer.body.result) {
    throw new Error(`tools/call answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer.body.result;
}
