// The least that a server on Nest, Express, nestjs-cls and undici can cost: a body read, one API request and its JSON
// twice in the response. It checks nothing and logs nothing. Usage: PORT= UPSTREAM= LIST= RESOURCE= node
// bench/peers/framework.mjs
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClsModule } from 'nestjs-cls';
import getRawBody from 'raw-body';
import Pool from 'undici/lib/dispatcher/pool.js';
import { apiRequest } from '../resources.mjs';

const { PORT, UPSTREAM, LIST, RESOURCE } = process.env;
const { tools } = JSON.parse(readFileSync(LIST, 'utf8')).result;
const list = JSON.stringify({ tools });
const pool = new Pool(UPSTREAM, { connections: 32, pipelining: 1 });
const HEADERS = { authorization: 'Bearer bench', accept: 'application/json' };

function fetchText({ method, path, body }) {
  return new Promise((resolve, reject) => {
    const pieces = [];
    const headers = { ...HEADERS, ...(body && { 'content-type': 'application/json' }) };
    pool.dispatch(
      { method, path, headers, body: body ? JSON.stringify(body) : null },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: (_, piece) => pieces.push(piece),
        onResponseEnd: () => resolve(Buffer.concat(pieces).toString()),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}

async function resultOf({ method, params }) {
  if (method === 'tools/list') return list;
  const text = await fetchText(apiRequest(RESOURCE, params.arguments));
  const value = JSON.parse(text);
  const structured = Array.isArray(value) ? { items: value } : value;
  const json = JSON.stringify(structured);
  return `{"content":[{"type":"text","text":${JSON.stringify(json)}}],"structuredContent":${json}}`;
}

class McpController {
  async serve(request, response) {
    const body = await getRawBody(request, { length: request.headers['content-length'] });
    const message = JSON.parse(body.toString());
    const result = await resultOf(message);
    const answer = `{"result":${result},"jsonrpc":"2.0","id":${message.id}}`;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  }
}
const serve = Object.getOwnPropertyDescriptor(McpController.prototype, 'serve');
Post('mcp')(McpController.prototype, 'serve', serve);
Req()(McpController.prototype, 'serve', 0);
Res()(McpController.prototype, 'serve', 1);
Controller()(McpController);

// Nest makes a module of it.
// oxlint-disable-next-line typescript/no-extraneous-class
class AppModule {}
Module({
  imports: [ClsModule.forRoot({ middleware: { mount: true } })],
  controllers: [McpController],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: false, bodyParser: false });
app.getHttpServer().keepAliveTimeout = 600_000;
await app.listen(Number(PORT), '127.0.0.1');
