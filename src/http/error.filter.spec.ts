import type { AuditTrail } from '../audit/audit-trail.js';
import type { RequestContext } from '../request/request-context.js';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Logger, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UpstreamError } from '../bullet-train/upstream-error.js';
import { readConfig } from '../config/app-config.js';
import { SignInFailures } from '../oauth/protocol/sign-in-failures.js';
import { ErrorFilter } from './error.filter.js';
import { BearerError } from '../mcp/auth/bearer-error.js';
import { OAuthError } from '../oauth/protocol/oauth-error.js';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

let server: Server;
let url: string;
let thrown: unknown;

beforeAll(async () => {
  Logger.overrideLogger(false);
  const filter = new ErrorFilter(
    readConfig({}),
    new SignInFailures({ describeCaller: () => undefined } as unknown as RequestContext),
    { refuse: () => undefined } as unknown as AuditTrail,
  );
  const app = express().use((request, response) => {
    const http = { getRequest: () => request, getResponse: () => response };
    filter.catch(thrown, { switchToHttp: () => http } as ArgumentsHost);
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  Logger.overrideLogger(['log', 'error', 'warn']);
});

async function ask(error: unknown, path: string, accept: string) {
  thrown = error;
  const response = await fetch(url + path, { headers: { accept } });
  return { response, text: await response.text() };
}

const unknownClient = new OAuthError('invalid_client', 'The "client_id" is <b>not</b> known');
const bearer = new BearerError('Sign in', 'https://mcp.example.com/x', 'admin', 'invalid_token');

it.each<[path: string, accept: string, error: unknown, status: number, challenge: string | null]>([
  ['/oauth/token', '*/*', unknownClient, 401, 'Basic realm="Bullet Train"'],
  ['/oauth/token', HTML, unknownClient, 401, 'Basic realm="Bullet Train"'],
  ['/oauth/token', '*/*', new OAuthError('invalid_grant', 'x'), 400, null],
  // A browser would ask the person for a password, of all things.
  ['/oauth/authorize', HTML, unknownClient, 400, null],
  ['/authorize', HTML, unknownClient, 400, null],
  ['/oauth/callback', HTML, unknownClient, 400, null],
  ['/oauth/consent', HTML, unknownClient, 400, null],
  ['/OAuth/Authorize/', HTML, unknownClient, 400, null],
  ['/oauth/authorize', 'application/json', unknownClient, 400, null],
  ['/oauth/authorize', HTML, new NotFoundException('x'), 404, null],
  ['/mcp', '*/*', bearer, 401, expect.stringMatching(/^Bearer error="invalid_token"/) as never],
  ['/mcp', '*/*', new UpstreamError('unreachable', 'x'), 503, null],
  ['/mcp', '*/*', new Error('a secret'), 500, null],
  ['/mcp', '*/*', 'a secret', 500, null],
  ['/mcp', '*/*', Object.assign(new Error('too large'), { status: 413 }), 413, null],
  ['/mcp', '*/*', Object.assign(new Error('a secret'), { status: 1 }), 500, null],
])('at %s, for %s, %s becomes %s', async (path, accept, error, status, challenge) => {
  const { response, text } = await ask(error, path, accept);
  expect(response.status).toBe(status);
  expect(response.headers.get('www-authenticate')).toEqual(challenge);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(text).not.toContain('a secret');
});

it('the error filter answers a browser with a page, and escapes the message', async () => {
  const { response, text } = await ask(unknownClient, '/oauth/authorize', HTML);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(text).toContain('The &#39;client_id&#39; is &lt;b&gt;not&lt;/b&gt; known.');
});

it('the error filter answers a program with JSON', async () => {
  const { text } = await ask(unknownClient, '/oauth/token', '*/*');
  expect(JSON.parse(text)).toEqual({
    error: 'invalid_client',
    error_description: "The 'client_id' is <b>not</b> known",
  });
});
