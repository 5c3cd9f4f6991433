// The least that a server on the SDK can cost: this server's list of tools, and one API request for every
// call. It checks no tokens. Usage: PORT= UPSTREAM= LIST= RESOURCE= node bench/peers/bare-sdk.mjs
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { apiRequest } from '../resources.mjs';

const { PORT, UPSTREAM, LIST, RESOURCE } = process.env;
const { tools } = JSON.parse(readFileSync(LIST, 'utf8')).result;
const agent = new Agent({ keepAlive: true });

const HEADERS = { authorization: 'Bearer bench', accept: 'application/json' };

function fetchText({ method, path, body }) {
  return new Promise((resolve, reject) => {
    const headers = { ...HEADERS, ...(body && { 'content-type': 'application/json' }) };
    const sent = request(UPSTREAM + path, { method, agent, headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve(Buffer.concat(chunks).toString());
    });
    sent.once('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

const handler = createMcpHandler(() => {
  const server = new Server({ name: 'bare', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [...tools] }));
  server.setRequestHandler('tools/call', async ({ params }) => {
    const text = await fetchText(apiRequest(RESOURCE, params.arguments));
    const record = JSON.parse(text);
    const structuredContent = Array.isArray(record) ? { items: record } : record;
    return { content: [{ type: 'text', text }], structuredContent };
  });
  return server;
});

const server = createServer(toNodeHandler(handler));
server.keepAliveTimeout = 600_000;
server.listen(Number(PORT), '127.0.0.1');
