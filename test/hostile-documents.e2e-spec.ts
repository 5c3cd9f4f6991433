import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { callTool, post } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

const DOCUMENT = '/api/v1/openapi.yaml';
const alice = { token: ALICE_TOKEN };

let sandbox: Sandbox;
let elsewhere: DocumentHost;
let server: RunningServer;
let good: string;

beforeAll(async () => {
  elsewhere = await startDocumentHost();
  sandbox = await startSandbox({ port: 0 });
  good = await (await fetch(sandbox.url + DOCUMENT)).text();
  server = await startServer(sandbox.url, { OPENAPI_REFRESH_SECONDS: '1' });
});
afterEach(async () => {
  delete sandbox.flags.document;
  sandbox.flags.faults = [];
  await until(async () => (await isHealthy()) && (await names()).length === 22);
});
afterAll(async () => {
  await server.stop();
  await sandbox.close();
  await elsewhere.close();
});

const names = async () => {
  const { body } = await post(server.url, 'tools/list', {}, alice);
  return body.result!.tools!.map(({ name }) => name);
};
const isHealthy = async () => {
  const health = await (await fetch(`${server.url}/health`)).json();
  return (health as { status: string }).status === 'healthy';
};
/** Serves a document until the server has read it. @returns what the server has logged about it */
async function serve(text: string, said: RegExp): Promise<string> {
  const before = server.log().length;
  sandbox.flags.document = text;
  await until(() => said.test(server.log().slice(before)));
  return server.log().slice(before);
}
const inJson = (paths: object, rest: object = {}) =>
  JSON.stringify({ openapi: '3.1.0', info: { title: 'Hostile' }, paths, ...rest });

const LAUGHS = Array.from({ length: 30 }, (_, level) => {
  const below = level === 0 ? 'ha' : `*l${level - 1}`;
  return `l${level}: &l${level} [${Array<string>(9).fill(below).join()}]`;
});
const REFUSED = /the last good one stays/;

describe('a refused document leaves the tools unchanged', () => {
  it.each<[what: string, text: () => string, reason: RegExp]>([
    ['a billion laughs', () => [...LAUGHS, good].join('\n'), /aliases make far too much of it/],
    ['an alias to itself', () => `m: &m [*m]\n${good}`, /leads back to itself/],
    [
      'endless nesting',
      () => `{"openapi":"3.1.0","paths":{},"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      /more than 100 levels deep/,
    ],
    ['nothing but brackets', () => '['.repeat(1_000_000), /not valid YAML or JSON/],
    ['terminal codes that move the cursor', () => '{"a\x1b[2J\x1b[1;1H', /not valid YAML or JSON/],
  ])('%s', async (_what, text, reason) => {
    const said = await serve(text(), REFUSED);
    expect(said).toMatch(reason);
    expect(said).not.toContain('\x1b');
    expect(await names()).toHaveLength(22);
    expect((await callTool(server.url, 'list_teams', {}, alice)).isError).toBeUndefined();
  });

  it.each<[what: string, body: Buffer, headers: Record<string, string>]>([
    ['100 MB', Buffer.alloc(100 * 1024 * 1024, ' '), {}],
    [
      '100 MB in gzip',
      gzipSync(Buffer.alloc(100 * 1024 * 1024, ' ')),
      { 'content-encoding': 'gzip' },
    ],
  ])('%s', async (_what, body, headers) => {
    const before = server.log().length;
    const fault = { kind: 'status', status: 200, body, headers } as const;
    sandbox.flags.faults = [{ path: DOCUMENT, ...fault }];
    await until(() => REFUSED.test(server.log().slice(before)));
    expect(server.log().slice(before)).toMatch(/too large/);
    expect(await names()).toHaveLength(22);
    expect(await mostMemory(server.pid)).toBeLessThan(500);
  });
});

describe('a hostile document that is accepted', () => {
  it('cannot redirect the calls', async () => {
    const servers = [{ url: elsewhere.url }, { url: '//evil.example/api' }];
    const teams = { servers, get: { operationId: 'listTeams', servers } };
    const paths = { '/teams': teams, [`${elsewhere.url}/teams`]: teams, '//evil.example/': teams };
    const leftOut = /1 tools from(.* is left out: ){2}/s;
    const said = await serve(inJson(paths, { servers, host: 'evil.example' }), leftOut);
    expect(said.match(/ is left out: /g)).toHaveLength(2);
    const result = await callTool(server.url, 'list_teams', {}, alice);
    expect(result.structuredContent!.items).not.toHaveLength(0);
    expect(sandbox.requests.at(-1)!.path).toBe('/api/v1/teams');
    expect(elsewhere.asked).toEqual([]);
  });

  it('cannot forge a line of the log', async () => {
    const forged = 'x\n[Nest] 1 - ERROR forged\r\x1b[2Jx\u2028y\u202ez';
    const paths = {
      '/teams': { get: { operationId: 'listTeams', summary: forged, tags: [forged] } },
      [`/${forged}`]: { get: {} },
      [forged]: {},
      '/x': { get: { 'x-mcp': { [forged]: forged } } },
    };
    const said = await serve(inJson(paths, { info: { title: forged } }), /is not one of hidden/);
    expect(said).not.toMatch(/^\[Nest\] 1 - ERROR forged/m);
    // oxlint-disable-next-line no-control-regex
    expect(said).not.toMatch(/[\x00-\x09\x0b-\x1f\u2028\u202e]/);
  });

  it('can have ten thousand operations, one of them broken', async () => {
    const things = Array.from({ length: 9_999 }, (_, at) => [
      `/things${at}/{id}`,
      { get: { operationId: `getThing${at}` } },
    ]);
    const paths = {
      '/teams': { get: { operationId: 'listTeams' } },
      ...(Object.fromEntries(things) as object),
      '/../broken': { get: {} },
    };
    const said = await serve(inJson(paths), /\/\.\.\/broken is left out/);
    expect(said).toMatch(/10000 tools from Hostile/);
    expect(await names()).toContain('find_operations');
    const result = await callTool(server.url, 'list_teams', {}, alice);
    expect(result.isError).toBeUndefined();
  });

  it('cannot hang the server with its patterns', async () => {
    const slow = { type: 'string', pattern: '^(a+)+$' };
    const many = { type: 'array', uniqueItems: true, items: { type: 'object' } };
    const schema = { type: 'object', properties: { slow, many } };
    const requestBody = { content: { 'application/json': { schema } } };
    await serve(
      inJson({ '/teams': { post: { operationId: 'makeTeam', requestBody } } }),
      /1 tools/,
    );
    const args = {
      slow: `${'a'.repeat(50_000)}!`,
      many: Array.from({ length: 50_000 }, () => ({})),
    };
    const result = await callTool(server.url, 'make_team', args, alice);
    expect(result.content![0]!.text).not.toMatch(/was not called/);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });
});

/** @returns the peak memory of a process, in MB (Linux) */
async function mostMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
}
