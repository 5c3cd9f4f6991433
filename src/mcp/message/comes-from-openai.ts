import { CLIENT_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from '../../values/is-record.js';

/** What ChatGPT and OpenAI's API call themselves, in `User-Agent` and in MCP's `clientInfo`: `openai-mcp/1.0.0`. */
const OPENAI = /^(openai-mcp|chatgpt)\b/i;

/** Whether a message comes from ChatGPT or another client of OpenAI's, by what it says of itself. */
export function comesFromOpenAi(headers: IncomingHttpHeaders, message: unknown): boolean {
  if (OPENAI.test(headers['user-agent'] ?? '')) return true;
  const params = isRecord(message) ? message['params'] : undefined;
  const meta = isRecord(params) ? params['_meta'] : undefined;
  const info = isRecord(meta) ? meta[CLIENT_INFO_META_KEY] : undefined;
  return isRecord(info) && typeof info['name'] === 'string' && OPENAI.test(info['name']);
}
