// The least that a server on the SDK can cost: our list of tools as it stands, and every call is a GET of the
// record. It knows no tokens. Usage: PORT= UPSTREAM= LIST= node bench/peers/bare-sdk.mjs
import { readFileSync } from 'node:fs';
import { Agent, createServer, get } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';

const { PORT, UPSTREAM, LIST } = process.env;
const { tools } = JSON.parse(readFileSync(LIST, 'utf8')).result;
const agent = new Agent({ keepAlive: true });

function fetchText(path) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer bench', accept: 'application/json' };
    get(UPSTREAM + path, { agent, headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve(Buffer.concat(chunks).toString());
    }).once('error', reject);
  });
}

const handler = createMcpHandler(() => {
  const server = new Server({ name: 'bare', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [...tools] }));
  server.setRequestHandler('tools/call', async ({ params }) => {
    const text = await fetchText(`/api/v1/projects/${params.arguments.id}`);
    return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) };
  });
  return server;
});

const server = createServer(toNodeHandler(handler));
server.keepAliveTimeout = 600_000;
server.listen(Number(PORT), '127.0.0.1');
