import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as z from 'zod';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import type { SkillEntry } from '../src/skills/skill.js';
import { ERAS, post, type RawOptions } from './raw-mcp.js';
import { runCli } from './running-cli.js';
import { startServer, type RunningServer } from './running-server.js';

const SKILL =
  '---\nname: refunds\ndescription: "How we refund: by law"\nversion: 2\n---\n# Refunds\n';
const IMAGE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);

let folder: string;
let sandbox: Sandbox;
let server: RunningServer;
let plain: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skills-'));
  await mkdir(join(folder, 'refunds/images'), { recursive: true });
  await writeFile(join(folder, 'refunds/SKILL.md'), SKILL);
  await writeFile(join(folder, 'refunds/images/form.png'), IMAGE);
  sandbox = await startSandbox({ port: 0 });
  [server, plain] = await Promise.all([
    startServer(sandbox.url, { SKILLS_DIR: folder, APPLICATION_NAME: 'Café Acme' }),
    startServer(sandbox.url, { TOOLS_MODE: 'search' }),
  ]);
});

afterAll(async () => {
  await Promise.all([server.stop(), plain.stop()]);
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (method: string, params = {}, options: RawOptions = {}, at = server) => {
  const { body } = await post(at.url, method, params, { token: ALICE_TOKEN, ...options });
  if (body.error) throw Object.assign(new Error(JSON.stringify(body.error)), { error: body.error });
  return body.result!;
};
const list = async (options: RawOptions = {}, at = server) =>
  (await ask('skills/list', {}, options, at))['skills'] as SkillEntry[];
const read = async (uri: string, options: RawOptions = {}, at = server) => {
  const result = await ask('resources/read', { uri }, options, at);
  const [content] = result['contents'] as { text?: string; blob?: string; mimeType: string }[];
  const { text, blob } = content!;
  return text === undefined ? Buffer.from(blob!, 'base64') : Buffer.from(text);
};

describe.each(ERAS)('skills (%s)', (era) => {
  it("are the operator's and the one about the application, with every file's digest", async () => {
    const skills = await list({ era });
    expect(skills.map(({ uri }) => uri)).toEqual([
      'skill://working-in-cafe-acme/SKILL.md',
      'skill://refunds/SKILL.md',
    ]);
    expect(skills[1]!.frontmatter).toEqual({
      name: 'refunds',
      description: 'How we refund: by law',
      version: 2,
    });
    for (const { uri, digest, size } of skills.flatMap(({ resources }) => resources)) {
      const content = await read(uri, { era });
      expect([size, digest]).toEqual([
        content.length,
        `sha256:${createHash('sha256').update(content).digest('hex')}`,
      ]);
    }
    expect(await read('skill://refunds/images/form.png', { era })).toEqual(IMAGE);
    for (const skill of skills) {
      expect(await ask('skills/get', { uri: skill.uri }, { era })).toMatchObject({ skill });
    }
  });

  it('say how long they may be kept, in the revision that has words for it', async () => {
    const kept = { resultType: 'complete', ttlMs: 300_000, cacheScope: 'private' };
    const { skills: _skills, _meta, ...rest } = await ask('skills/list', {}, { era });
    expect(rest).toEqual(era === '2026-07-28' ? kept : {});
    const {
      skill: _skill,
      _meta: _more,
      ...one
    } = await ask('skills/get', { uri: 'skill://refunds/SKILL.md' }, { era });
    expect(one).toEqual(era === '2026-07-28' ? kept : {});
  });

  it.each([
    ['skills/get', { uri: 'skill://refunds' }],
    ['skills/get', { uri: 'skill://refunds/images/form.png' }],
    ['skills/get', {}],
    ['skills/list', { cursor: '7' }],
    ['skills/list', { cursor: '-1' }],
    ['resources/read', { uri: 'skill://refunds/../../etc/passwd' }],
    ['resources/read', { uri: 'skill://refunds/images' }],
  ])('refuse %s with %j', async (method, params) => {
    const { error } = await ask(method, params, { era }).then(
      () => ({ error: { code: 0 } }),
      (refused: { error: { code: number } }) => refused,
    );
    expect([-32602, -32002]).toContain(error.code);
  });

  it('are not in the list of resources, which other clients read', async () => {
    expect(JSON.stringify(await ask('resources/list', {}, { era }))).not.toContain('skill://');
  });
});

describe('the skill about the application', () => {
  const textOf = async (path: string, at = server) => {
    const [skill] = await list({ path }, at);
    return (await read(skill!.uri, { path }, at)).toString();
  };

  it('names the kinds of records and the tools that the connection has, and no others', async () => {
    const text = await textOf('/mcp');
    expect(text).toMatch(/^---\nname: working-in-cafe-acme\ndescription: "How to find/);
    expect(text).toMatch(/^- .*`list_projects`.*`create_project`.*`delete_project`/m);
    const readOnly = await textOf('/mcp?readonly=true');
    expect(readOnly).toContain('This connection only reads');
    expect(readOnly).not.toMatch(/create_project|delete_project/);
  });

  it('explains search mode where operations are searched', async () => {
    expect(await textOf('/mcp', plain)).toContain('`find_operations` finds them');
  });
});

it('real clients of both generations see the extension, and list and read skills', async () => {
  const requestInit = { headers: { authorization: `Bearer ${ALICE_TOKEN}` } };
  const url = new URL(`${server.url}/mcp`);
  const modern = new Client(
    { name: 'new', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await modern.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  const old = new OldClient({ name: 'old', version: '1' });
  await old.connect(new OldTransport(url, { requestInit }) as Parameters<typeof old.connect>[0]);
  const SKILLS = z.looseObject({ skills: z.array(z.looseObject({ uri: z.string() })) });
  const found = await Promise.all([
    modern.request({ method: 'skills/list', params: {} }, SKILLS),
    old.request({ method: 'skills/list', params: {} } as never, SKILLS as never),
  ]);
  for (const { skills } of found as z.output<typeof SKILLS>[]) {
    expect(skills.map(({ uri }) => uri)).toContain('skill://refunds/SKILL.md');
  }
  for (const client of [modern, old]) {
    expect(client.getServerCapabilities()).toMatchObject({
      extensions: { 'io.modelcontextprotocol/skills': {} },
      resources: {},
    });
    await client.close();
  }
});

it('the start and the doctor name what is wrong with a skill, in one line', async () => {
  await mkdir(join(folder, 'broken/x'), { recursive: true });
  const variables = { BULLET_TRAIN_BASE_URL: sandbox.url, SKILLS_DIR: folder };
  const problem = `SKILLS_DIR: ${join(folder, 'broken/SKILL.md')} is missing`;
  const start = await runCli(['start'], variables);
  expect([start.code, start.stderr.trim()]).toEqual([1, problem]);
  const doctor = await runCli(['doctor', '--json'], variables);
  expect(doctor.stdout).toContain(problem);
  await rm(join(folder, 'broken'), { recursive: true });
});
