import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { PNG } from 'pngjs';
import type { Submission } from '../src/publish/submission.js';
import type { Trial } from '../src/publish/trials.js';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { startBroker } from './broker.js';
import { callTool, post } from './raw-mcp.js';
import { runCli } from './running-cli.js';
import { startServer, type RunningServer } from './running-server.js';

/** What the registry's schema 2025-12-11 says of the members that an entry has. */
const REGISTRY_SCHEMA = {
  type: 'object',
  required: ['$schema', 'name', 'description', 'version', 'remotes'],
  additionalProperties: false,
  properties: {
    $schema: {
      const: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    },
    name: {
      type: 'string',
      minLength: 3,
      maxLength: 200,
      pattern: '^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$',
    },
    title: { type: 'string', minLength: 1, maxLength: 100 },
    description: { type: 'string', minLength: 1, maxLength: 100 },
    version: { type: 'string', maxLength: 255 },
    websiteUrl: { type: 'string' },
    icons: {
      type: 'array',
      items: {
        type: 'object',
        required: ['src'],
        properties: {
          src: { type: 'string', pattern: '^https://', maxLength: 255 },
          mimeType: {
            enum: ['image/png', 'image/jpeg', 'image/jpg', 'image/svg+xml', 'image/webp'],
          },
          sizes: { type: 'array', items: { type: 'string', pattern: '^(\\d+x\\d+|any)$' } },
        },
      },
    },
    remotes: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['type', 'url'],
        properties: {
          type: { const: 'streamable-http' },
          url: { type: 'string', pattern: '^https?://[^\\s]+$' },
        },
      },
    },
  },
};

let sandbox: Sandbox;
let server: RunningServer;
let folder: string;
let variables: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url);
  folder = await mkdtemp(join(tmpdir(), 'kit-'));
  variables = {
    BULLET_TRAIN_BASE_URL: sandbox.url,
    PUBLIC_URL: 'https://mcp.example.com',
    APPLICATION_NAME: 'Acme MCP',
  };
  const { code, stdout, stderr } = await runCli(
    ['publish-kit', '--out', folder, '--category', 'business'],
    variables,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('! icon.svg: APPLICATION_LOGO_URL is not set');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await server.stop();
  await sandbox.close();
});

async function read<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as Content;
}

/** Puts the ids that calls before have answered into the place of `$list_teams`. */
function fill(value: unknown, ids: ReadonlyMap<string, unknown>): unknown {
  return typeof value === 'string' && value.startsWith('$') ? ids.get(value.slice(1)) : value;
}

async function carryOut({ calls }: Trial): Promise<void> {
  const ids = new Map<string, unknown>();
  for (const { tool, arguments: args } of calls) {
    const filled = Object.entries(args).map(([name, value]) => [name, fill(value, ids)]);
    const token = { token: ALICE_TOKEN };
    const result = await callTool(server.url, tool, Object.fromEntries(filled), token);
    expect([tool, result.isError, result.content![0]!.text]).toEqual([
      tool,
      undefined,
      expect.any(String),
    ]);
    const { items, results, id } = result.structuredContent as {
      items?: { id: unknown }[];
      results?: { id: unknown }[];
      id?: unknown;
    };
    ids.set(tool, (items ?? results)?.[0]?.id ?? id);
  }
}

describe('publish-kit', () => {
  it('writes what both directories and the registry ask for', async () => {
    expect((await readdir(folder)).toSorted()).toEqual([
      'chatgpt-app-submission.json',
      'icon.svg',
      'listing-chatgpt.md',
      'listing-claude.md',
      'reviewer.md',
      'server.json',
      'test-calls.json',
      'tools.lock.json',
    ]);
  });

  it('draws the logo in the sizes that directories ask for', async () => {
    const logo = PNG.sync.write(new PNG({ width: 512, height: 512, fill: true }));
    const host = createServer((_request, response) => response.end(logo));
    await once(host.listen(0, '127.0.0.1'), 'listening');
    const { port } = host.address() as AddressInfo;
    const place = await mkdtemp(join(tmpdir(), 'kit-'));
    const url = `http://127.0.0.1:${port}/logo`;
    const { code } = await runCli(['publish-kit', '--out', place, '--category', 'business'], {
      ...variables,
      APPLICATION_LOGO_URL: url,
    });
    host.close();
    const icons = (await readdir(place)).filter((name) => name.startsWith('icon'));
    await rm(place, { recursive: true });
    expect([code, icons.toSorted()]).toEqual([
      0,
      ['icon-128.png', 'icon-256.png', 'icon-512.png', 'icon-64.png', 'icon.png'],
    ]);
  });

  it("keeps to the form's limits, and its names hold no name of the protocol", async () => {
    const { app_info: info, ...submission } = await read<Submission>('chatgpt-app-submission.json');
    expect(info).toMatchObject({ display_name: 'Acme', category: 'BUSINESS' });
    expect(info.subtitle).toBe('Find and update projects');
    expect(info.subtitle.length).toBeLessThanOrEqual(30);
    expect(submission.test_cases).toHaveLength(5);
    expect(submission.negative_test_cases).toHaveLength(3);
    const listing = await readFile(join(folder, 'listing-chatgpt.md'), 'utf8');
    const prompts = [...listing.matchAll(/^- (.+)$/gm)].map(([, prompt]) => prompt!);
    expect(prompts).toHaveLength(3);
    for (const prompt of prompts) expect(prompt.length).toBeLessThanOrEqual(128);
  });

  it('has the hints of every tool that ChatGPT is shown, each with a reason', async () => {
    const options = { token: ALICE_TOKEN, headers: { 'user-agent': 'openai-mcp/1.0.0' } };
    const { body } = await post(server.url, 'tools/list', {}, options);
    const { tools } = await read<Submission>('chatgpt-app-submission.json');
    expect(Object.keys(tools)).toEqual(body.result!.tools!.map(({ name }) => name));
    for (const { name, annotations } of body.result!.tools!) {
      expect(annotations).toMatchObject(tools[name]!.annotations);
      for (const reason of Object.values(tools[name]!.justifications)) {
        expect(reason).toMatch(/^It .{15,200}\.$/);
      }
    }
  });

  it('has test cases whose calls the application carries out', async () => {
    const trials = await read<Trial[]>('test-calls.json');
    const { test_cases: cases } = await read<Submission>('chatgpt-app-submission.json');
    expect(trials.map(({ prompt }) => prompt)).toEqual(cases.map((one) => one.user_prompt));
    const called = trials.flatMap(({ calls }) => calls.map(({ tool }) => tool));
    expect(called).toEqual(expect.arrayContaining(['create_project', 'update_project']));
    for (const trial of trials) await carryOut(trial);
  });

  it("writes the registry's entry as its schema has it", async () => {
    const entry = await read<{ name: string; remotes: object[] }>('server.json');
    const ajv = new Ajv();
    expect([ajv.validate(REGISTRY_SCHEMA, entry), ajv.errors]).toEqual([true, null]);
    expect(entry.name).toBe('com.example.mcp/server');
    expect(entry.remotes).toEqual([
      { type: 'streamable-http', url: 'https://mcp.example.com/mcp' },
    ]);
  });

  it.each([
    [{ BULLET_TRAIN_BASE_URL: 'http://127.0.0.1:9' }, [], /\S/],
    [{}, ['--category', 'nonsense'], /^--category must be one of BUSINESS/],
    [{ RECORD_URL: 'nowhere' }, [], /^RECORD_URL must be/],
  ])('says in one line what is wrong: %j %j', async (more, args, problem) => {
    const given = ['publish-kit', '--out', join(folder, 'none'), ...args];
    const { code, stdout, stderr } = await runCli(given, { ...variables, ...more });
    expect([code, stdout, stderr.trim()]).toEqual([1, '', expect.stringMatching(problem)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('doctor --publish', () => {
  async function publishing(more: Record<string, string> = {}) {
    const args = ['doctor', '--json', '--publish', '--lock', join(folder, 'tools.lock.json')];
    const { stdout } = await runCli(args, { ...variables, ...more });
    const { findings } = JSON.parse(stdout) as {
      findings: { check: string; level: string; message: string }[];
    };
    return findings
      .filter(({ check }) => check === 'publishing')
      .map(({ level, message }) => `${level}: ${message}`);
  }

  it('says what a reviewer would, and nothing of it without the flag', async () => {
    const found = await publishing();
    for (const line of [
      /^ok: https:\/\/mcp\.example\.com is https/,
      /^failure: clients cannot register/,
      /^failure: APPLICATION_PRIVACY_URL is not set/,
      /^warning: OPENAI_APPS_CHALLENGE is not set/,
      /^warning: the name "Acme MCP" does not fit/,
      /^ok: all \d+ tools have every hint/,
      /^ok: all tools have a title, a description and a name of at most 64/,
      /^ok: a result has at most about 16000 tokens/,
      /^warning: cannot check how clients sign in/,
      /^ok: there are 5 test cases/,
      /^ok: the tools are those of .*tools\.lock\.json/,
      /^warning: whether the reviewers' account signs in without a second factor/,
    ]) {
      expect(found).toContainEqual(expect.stringMatching(line));
    }
    const { stdout } = await runCli(['doctor', '--json'], variables);
    expect(stdout).not.toContain('"publishing"');
  });

  it('names the reviewed tools that are gone', async () => {
    expect(await publishing({ TOOLS_EXCLUDE: 'delete_task' })).toContainEqual(
      'failure: tools that were reviewed are gone or renamed: delete_task',
    );
  });

  it('registers a client with the redirect URIs of both directories', async () => {
    const broker = await startBroker();
    try {
      const found = await publishing({ PUBLIC_URL: broker.server.url });
      for (const line of [
        `ok: the metadata names the resource ${broker.server.url}/mcp`,
        'ok: ChatGPT and Claude can register by metadata document or at the endpoint, and use PKCE',
        'ok: the redirect URIs of ChatGPT and Claude can be registered',
      ]) {
        expect(found).toContain(line);
      }
    } finally {
      await broker.close();
    }
    // The sandbox's server has no Platform Application.
    expect(await publishing({ PUBLIC_URL: server.url })).toEqual(
      expect.arrayContaining([
        'failure: the metadata offers clients no registration',
        expect.stringMatching(/^failure: these redirect URIs cannot be registered: https:/),
      ]),
    );
  });

  it('warns of results that Claude would truncate', async () => {
    expect(await publishing({ MCP_MAX_RESULT_TOKENS: '20000' })).toContainEqual(
      expect.stringMatching(/^warning: a result may have 20000 tokens/),
    );
  });
});
