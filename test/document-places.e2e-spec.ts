import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../src/doctor/finding.js';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { post } from './raw-mcp.js';
import { runCli } from './running-cli.js';
import { startServer, until, type RunningServer } from './running-server.js';

const DOCUMENT = '/api/v1/openapi.yaml';
const documentOf = (operation: string, title = 'Bits &amp; Pieces') => `
openapi: 3.1.0
info: { title: "${title}", version: V1 }
paths:
  /${operation}:
    get: { tags: [Bits &amp; Pieces], responses: { '200': { description: OK } } }
`;

let sandbox: Sandbox;
let host: DocumentHost;
let folder: string;
let server: RunningServer | undefined;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  host = await startDocumentHost();
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  sandbox.flags.faults = [];
  host.asked.length = 0;
});

afterAll(async () => {
  await sandbox.close();
  await host.close();
  await rm(folder, { recursive: true });
});

const start = async (variables: Record<string, string>) => {
  server = await startServer(sandbox.url, { OPENAPI_REFRESH_SECONDS: '1', ...variables });
  return server;
};
const tools = async () => {
  const { body } = await post(server!.url, 'tools/list', {}, { token: ALICE_TOKEN });
  return body.result?.tools?.map(({ name }) => name).join();
};
const problems = async () => {
  const answer = await fetch(`${server!.url}/health`);
  return ((await answer.json()) as { problems: string[] }).problems.join('\n');
};
const asText = (path: string, text: string, headers = {}) =>
  host.serve(path, (request, response) => {
    if (request.headers.authorization) response.writeHead(418).end();
    else response.writeHead(200, { 'content-type': 'text/yaml', ...headers }).end(text);
  });

describe('OPENAPI_DOCUMENT', () => {
  it('can be a file, which is read again; the tools stay while the file is gone', async () => {
    const file = join(folder, 'openapi.yaml');
    await writeFile(file, documentOf('bits'));
    await start({ OPENAPI_DOCUMENT: file });
    expect(await tools()).toBe('list_bits');
    await writeFile(file, documentOf('other_pieces'));
    await until(async () => (await tools()) === 'list_other_pieces');
    await rm(file);
    await until(async () => (await problems()).includes('OPENAPI_DOCUMENT'));
    expect(await problems()).toContain(`${file} cannot be read: there is no such file`);
    expect(await tools()).toBe('list_other_pieces');
  });

  it('can be a URL, also behind a redirect, which gets no token', async () => {
    const last = asText('/real.yaml', documentOf('bits'), { etag: '"1"' });
    const address = host.serve('/document', (_request, response) =>
      response.writeHead(302, { location: last }).end(),
    );
    await start({ OPENAPI_DOCUMENT: address });
    expect(await tools()).toBe('list_bits');
    expect(sandbox.requests.some(({ path }) => path === DOCUMENT)).toBe(false);
  });

  it.each([
    ['a page', '<!doctype html><p>Sign in', /answered a page for people/],
    ['an answer without end', 'x'.repeat(11 * 1024 * 1024), /has more than 10 MB/],
    ['no document', 'openapi: [', /is not valid YAML or JSON/],
  ])('names the variable when the document is %s', async (_what, text, reason) => {
    const address = asText('/wrong', text);
    await start({ OPENAPI_DOCUMENT: `${address}?signature=not-for-the-log` });
    await until(async () => /OPENAPI_DOCUMENT: /.test(await problems()));
    expect(await problems()).toMatch(reason);
    expect(server!.log()).toMatch(reason);
    expect(server!.log()).not.toContain('not-for-the-log');
  });

  it('stops the start when it is neither a path nor a URL', async () => {
    const { code, stderr } = await runCli(['start'], { OPENAPI_DOCUMENT: 'ftp://example.com/a' });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/OPENAPI_DOCUMENT must be a file, or an http or https address/);
  });
});

describe('an application without a document', () => {
  const WAYS = [/factory_bot_rails/, /generate_static_openapi/, /OPENAPI_DOCUMENT/];

  it.each([
    ['500', { kind: 'status', status: 500 } as const],
    ['a page', { kind: 'html' } as const],
  ])(
    'that answers %s: the log, /health and doctor list the three ways out',
    async (_what, fault) => {
      sandbox.flags.faults = [{ path: DOCUMENT, ...fault }];
      await start({});
      await until(async () => /FactoryBot/.test(await problems()));
      const { stdout } = await runCli(['doctor', '--json'], { BULLET_TRAIN_BASE_URL: sandbox.url });
      const { findings } = JSON.parse(stdout) as { findings: Finding[] };
      const document = findings.find(({ check }) => check === 'document');
      for (const text of [await problems(), server!.log(), JSON.stringify(document)]) {
        for (const way of WAYS) expect(text).toMatch(way);
      }
    },
  );

  it('is read from its public address, where a web server serves the static file', async () => {
    sandbox.flags.faults = [{ path: DOCUMENT, kind: 'status', status: 500 }];
    asText(DOCUMENT, documentOf('static_bits'));
    await start({ BULLET_TRAIN_PUBLIC_URL: host.url });
    expect(await tools()).toBe('list_static_bits');
    expect(await problems()).toBe('');
    expect(server!.log()).toContain(`comes from ${host.url}${DOCUMENT} instead`);
  });
});

describe('a document that Rails renders', () => {
  it('loses no tool to one unquoted summary, and the log names the line', async () => {
    sandbox.flags.document = `${documentOf('bits').trimEnd()}
  /tasks:
    get:
      summary: Tasks: all of them
      responses: { '200': { description: OK } }
`;
    await start({});
    expect(await tools()).toBe('list_bits,list_tasks');
    expect(server!.log()).toMatch(/Line 9 of the document .*summary: Tasks: all of them/);
    delete sandbox.flags.document;
  });

  it('shows no HTML entities', async () => {
    sandbox.flags.document = documentOf('bits');
    await start({});
    const page = await (await fetch(server!.url, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Bits &amp; Pieces');
    expect(page).not.toContain('&amp;amp;');
    const uri = `bullet-train://v1/openapi/${encodeURIComponent('Bits & Pieces')}`;
    const read = await post(server!.url, 'resources/read', { uri }, { token: ALICE_TOKEN });
    expect(read.text).toContain('Bits & Pieces');
    expect(read.text).not.toContain('&amp;');
    delete sandbox.flags.document;
  });
});
