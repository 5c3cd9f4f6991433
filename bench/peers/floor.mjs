// The least that a server can cost: a reverse proxy on bare node:http, and for lists the bytes that this server
// sends, from memory. Usage: PORT= UPSTREAM= LIST= node bench/peers/floor.mjs
import { readFileSync } from 'node:fs';
import { Agent, createServer, request as send } from 'node:http';

const { PORT, UPSTREAM, LIST } = process.env;
const list = readFileSync(LIST);
const agent = new Agent({ keepAlive: true });

const server = createServer((request, response) => {
  if (request.url === '/tools') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': list.length });
    return response.end(list);
  }
  const { method, headers } = request;
  const forwarded = send(UPSTREAM + request.url, { method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  return request.pipe(forwarded);
});
server.keepAliveTimeout = 600_000;
server.listen(Number(PORT), '127.0.0.1');
