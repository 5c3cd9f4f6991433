import { afterEach, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { post } from './raw-mcp.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';

let sandbox: Sandbox | undefined;
let server: RunningServer | undefined;

afterEach(async () => {
  await server?.stop();
  await sandbox?.close();
  server = sandbox = undefined;
});

const OFTEN = { OPENAPI_REFRESH_SECONDS: '1' };
const DOCUMENT = '/api/v1/openapi.yaml';

const tools = async () => {
  const { body } = await post(server!.url, 'tools/list', {}, { token: ALICE_TOKEN });
  return body.result?.tools?.map(({ name }) => name);
};
const health = async (path = '') => {
  const answer = await fetch(`${server!.url}/health${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const fetches = () => sandbox!.requests.filter(({ path }) => path === DOCUMENT);

const ONE_OPERATION = `
openapi: 3.1.0
info: { title: Smaller, version: V1 }
paths:
  /things:
    get: { operationId: listThings, responses: { '200': { description: OK } } }
`;

describe('the tool catalogue', () => {
  it.each([
    [{}, 'Sandbox Application'],
    [{ APPLICATION_NAME: 'Acme' }, 'Acme'],
  ])(
    'is named after the application with %j: %s',
    async (variables: Record<string, string>, name) => {
      sandbox = await startSandbox();
      server = await startServer(sandbox.url, variables);
      const page = await fetch(server.url, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain(`<title>Connect to ${name}</title>`);
    },
  );

  it('starts without the application, says so, and loads the tools when it comes up', async () => {
    const port = await freePort();
    server = await startServer(`http://127.0.0.1:${port}`, { TOKEN_CACHE_SECONDS: '1' });
    expect(server.log()).toContain('none yet');
    expect((await health('/ready')).status).toBe(503);
    expect((await health('/live')).status).toBe(200);
    expect(await health()).toMatchObject({
      status: 200,
      body: { status: 'degraded', tools: 0, problems: [expect.any(String), expect.any(String)] },
    });
    expect((await post(server.url, 'tools/list', {}, { token: ALICE_TOKEN })).status).toBe(503);

    sandbox = await startSandbox({ port });
    await until(async () => (await health('/ready')).status === 200);
    expect(await tools()).toHaveLength(22);
  });

  it('reports a clear error while the application is up and its document is not', async () => {
    sandbox = await startSandbox({
      port: 0,
      faults: [{ path: DOCUMENT, kind: 'status', status: 500 }],
    });
    server = await startServer(sandbox.url);
    const { body } = await post(server.url, 'tools/list', {}, { token: ALICE_TOKEN });
    expect(body.error).toMatchObject({ message: expect.stringContaining('answered 500') });
    expect(
      (await post(server.url, 'server/discover', {}, { token: ALICE_TOKEN, era: '2026-07-28' }))
        .status,
    ).toBe(200);
  });

  it('loads a changed document, keeps the good one when a bad one follows, and recovers', async () => {
    sandbox = await startSandbox({ port: 0 });
    server = await startServer(sandbox.url, OFTEN);
    expect(await tools()).toHaveLength(22);

    sandbox.flags.document = ONE_OPERATION;
    await until(async () => (await tools())?.join() === 'list_things');

    for (const bad of ['{', 'openapi: 3.1.0\npaths: {}', '<html>', 'swagger: "2.0"\npaths: {}']) {
      sandbox.flags.document = bad;
      const before = fetches().length;
      await until(() => fetches().length > before + 1);
      expect(await tools()).toEqual(['list_things']);
      expect((await health()).body).toMatchObject({ status: 'degraded', tools: 1 });
    }
    delete sandbox.flags.document;
    await until(async () => (await tools())?.length === 22);
    expect((await health()).body).toMatchObject({ status: 'healthy', problems: [] });
  });

  it('does not reload when only the examples differ', async () => {
    sandbox = await startSandbox({ port: 0 });
    server = await startServer(sandbox.url, OFTEN);
    await until(() => fetches().length >= 3);
    expect(server.log().match(/22 tools from/g)).toHaveLength(1);
  });

  it('sends the ETag it got, and asks for one language', async () => {
    sandbox = await startSandbox({ port: 0, documentEtag: true });
    server = await startServer(sandbox.url, OFTEN);
    await until(() => fetches().length >= 3);
    expect(fetches()[0]!.headers['if-none-match']).toBeUndefined();
    expect(fetches()[2]!.headers['if-none-match']).toBeTruthy();
    expect(fetches()[2]!.headers['accept-language']).toBe('en');
    expect(fetches()[2]!.headers['authorization']).toBeUndefined();
    expect(await tools()).toHaveLength(22);
  });

  it('leaves out an operation that cannot be called, and logs the reason', async () => {
    const hostile = ONE_OPERATION.replace('/things:', '/../admin:\n    get: {}\n  /things:');
    sandbox = await startSandbox({ port: 0, document: hostile });
    server = await startServer(sandbox.url);
    expect(await tools()).toEqual(['list_things']);
    expect(server.log()).toContain('GET /../admin is left out');
  });
});

it('GET /health reports the state of the server', async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url);
  expect(await health()).toMatchObject({
    status: 200,
    body: {
      status: 'healthy',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      bulletTrain: sandbox.url,
      publicUrl: server.url,
      tools: 22,
      problems: [],
    },
  });
});
