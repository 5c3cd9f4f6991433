import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { tokenBudget } from '../src/openapi/tools/listed-tool.js';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, post } from './raw-mcp.js';
import {
  builtProgram,
  freePort,
  startServer,
  until,
  type RunningServer,
} from './running-server.js';
import { problemsOfTools, type ListedTool } from './tool-rules.js';

let sandbox: Sandbox;
let server: RunningServer | undefined;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());
afterEach(async () => {
  await server?.stop();
  server = undefined;
  delete sandbox.flags.document;
});

const ALICE = { token: ALICE_TOKEN };
const listTools = async () => {
  const { body } = await post(server!.url, 'tools/list', {}, ALICE);
  return body.result!.tools as unknown as ListedTool[];
};

describe('the tools/list result', () => {
  it('is accepted by every provider, within its token budget, which the log states', async () => {
    server = await startServer(sandbox.url);
    const tools = await listTools();
    expect(problemsOfTools(tools)).toEqual([]);
    // Hosts do not show models what is for them: how to sign in, and which view to show.
    const ofModels = tools.map((tool) => ({
      ...tool,
      securitySchemes: undefined,
      _meta: undefined,
    }));
    const tokens = countTokens(JSON.stringify(ofModels));
    expect(tokens).toBeLessThanOrEqual(tokenBudget(tools.length));
    const line = new RegExp(`A list of all ${tools.length} tools takes at most (\\d+) tokens`);
    await until(() => line.test(server!.log()));
    const atMost = Number(line.exec(server.log())![1]);
    expect(atMost).toBeGreaterThanOrEqual(tokens);
    expect(atMost).toBeLessThan(tokens * 1.25);
  });

  it.each([
    ['always', true],
    ['never', false],
    ['auto', false],
  ])('has the output schemas of MCP_OUTPUT_SCHEMAS=%s', async (mode, expected) => {
    server = await startServer(sandbox.url, { MCP_OUTPUT_SCHEMAS: mode });
    const tools = await listTools();
    expect(problemsOfTools(tools)).toEqual([]);
    expect(tools.some(({ outputSchema }) => outputSchema)).toBe(expected);
  });

  it('has output schemas that the results satisfy', async () => {
    server = await startServer(sandbox.url, { MCP_OUTPUT_SCHEMAS: 'always' });
    const schemas = new Map((await listTools()).map((tool) => [tool.name, tool.outputSchema]));
    const ajv = new Ajv2020({ strict: false });
    for (const [name, args] of [
      ['list_teams', {}],
      ['get_team', { id: '1' }],
      ['list_projects', { team_id: 1 }],
      ['get_user', { id: 'me' }],
      ['create_project', { team_id: 1, name: 'With an answer' }],
    ] as const) {
      const { structuredContent, isError } = await callTool(server.url, name, args, ALICE);
      expect(isError).toBeUndefined();
      expect(Object.keys(schemas.get(name)!['properties'] as object)).not.toEqual([]);
      expect(ajv.validate(schemas.get(name)!, structuredContent)).toBe(true);
    }
  });
});

describe('a tool call on the wire', () => {
  const DOCUMENT = `
swagger: "2.0"
info: { title: Files, version: "1" }
paths:
  /photos:
    post:
      operationId: createPhotos
      parameters:
        - { name: file, in: formData, type: file, required: true }
        - { name: title, in: formData, type: string, x-nullable: true }
`;

  it('sends a file as multipart/form-data, with its bytes unchanged', async () => {
    sandbox.flags.document = DOCUMENT;
    server = await startServer(sandbox.url);
    const file = `data:image/png;name=a.png;base64,${Buffer.from([0, 255, 13, 10]).toString('base64')}`;
    await callTool(server.url, 'create_photo', { file, title: 'é' }, ALICE);
    const request = sandbox.requests.at(-1)!;
    expect(request.path).toBe('/api/v1/photos');
    expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(request.body).toContain('name="title"\r\n\r\né\r\n');
    expect(request.body).toContain('filename="a.png"\r\nContent-Type: image/png\r\n\r\n');
    expect(Number(request.headers['content-length'])).toBeGreaterThan(0);
  });

  it('reports what is wrong with a file', async () => {
    sandbox.flags.document = DOCUMENT;
    server = await startServer(sandbox.url);
    const before = sandbox.requests.length;
    const result = await callTool(server.url, 'create_photo', { file: 'C:\\a.png' }, ALICE);
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('"file" must be the file\'s content as base64') }],
    });
    expect(sandbox.requests.slice(before).filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('bullet-train-mcp tools', () => {
  const PROGRAM = builtProgram('cli');
  const run = async (...args: string[]) => {
    try {
      return {
        code: 0,
        ...(await promisify(execFile)(process.execPath, [PROGRAM, 'tools', ...args])),
      };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tools-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("prints the tools of an application's address as a table", async () => {
    const { stdout, stderr } = await run(sandbox.url);
    expect(stdout).toMatch(/^TOOL +CALLS +HINTS +TOKENS\n/);
    expect(stdout).toMatch(/\nlist_teams +GET \/teams +read-only +\d+\n/);
    expect(stdout).toMatch(
      /\ndelete_project +DELETE \/projects\/\{id\} +destructive, idempotent +\d+\n/,
    );
    expect(stdout).toMatch(
      /\n22 tools of Sandbox Application: [\d,]+ tokens in one list\nClients list them all: .*\n$/,
    );
    expect(stderr).toBe('');
  });

  it('prints them as JSON, with what was left out', async () => {
    const file = join(folder, 'openapi.json');
    const paths = { '/teams': { get: { operationId: 'listTeams' } }, '/../admin': { get: {} } };
    await writeFile(file, JSON.stringify({ openapi: '3.1.0', paths }));
    const { tokens, auto, tools, warnings } = JSON.parse((await run(file, '--json')).stdout);
    expect(auto).toEqual({ mode: 'all' });
    expect(tools).toEqual([
      {
        name: 'list_teams',
        title: 'List teams',
        description: 'List teams',
        method: 'get',
        path: '/teams',
        tags: [],
        tokens: expect.any(Number),
        annotations: expect.objectContaining({ readOnlyHint: true }),
        inputSchema: { type: 'object', properties: {} },
        securitySchemes: [{ type: 'oauth2', scopes: ['read'] }],
        _meta: {
          securitySchemes: [{ type: 'oauth2', scopes: ['read'] }],
          'anthropic/maxResultSizeChars': 500_000,
        },
      },
    ]);
    expect(tokens).toBeGreaterThan(tools[0].tokens);
    expect(warnings).toEqual([expect.stringContaining('GET /../admin is left out')]);
  });

  it('names the search tools when there are many operations, and says why', async () => {
    const file = join(folder, 'large.json');
    const paths = Object.fromEntries(
      Array.from({ length: 129 }, (_, n) => [`/n${n}`, { get: {} }]),
    );
    await writeFile(file, JSON.stringify({ openapi: '3.1.0', paths }));
    expect((await run(file)).stdout).toMatch(
      /\nClients list 3 tools that search them \(\d+ tokens\), because they are more than 128; .*\n$/,
    );
    const { auto } = JSON.parse((await run(file, '--json')).stdout);
    expect(auto).toEqual({ mode: 'search', why: 'they are more than 128' });
  });

  it('prints those of the application that the variables and flags name, when no address follows', async () => {
    const { stdout } = await run(sandbox.url);
    expect(await run('--bullet-train-base-url', sandbox.url)).toMatchObject({ code: 0, stdout });
    expect(await run('--openapi-document', `${sandbox.url}/api/v1/openapi.yaml`)).toMatchObject({
      code: 0,
      stdout,
    });
  });

  it('reports an error in one line', async () => {
    const bad = join(folder, 'bad.yaml');
    await writeFile(bad, 'openapi: [');
    const closed = `http://127.0.0.1:${await freePort()}/openapi.yaml`;
    for (const [args, message] of [
      [['a', 'b'], /^error: too many arguments for 'tools'/],
      [['--yaml', bad], /^error: unknown option '--yaml'/],
      [['http://'], /^http:\/\/ is not an address/],
      [[join(folder, 'none.yaml')], /none\.yaml cannot be read: ENOENT/],
      [[closed], /openapi\.yaml cannot be reached: .*ECONNREFUSED/],
      [[`${sandbox.url}/api/v9/openapi.yaml`], /openapi\.yaml answered 404/],
      [[bad], /^There are no tools: it is not valid YAML or JSON/],
    ] as const) {
      const { code, stdout, stderr } = await run(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
