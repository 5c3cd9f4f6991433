import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, BOB_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, ERAS, post, type Era, type RawResult } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const STONES = ['Zephyr', 'Quartz', 'Lumen', 'Basalt', 'Tundra'];
const CHATGPT = { headers: { 'user-agent': 'openai-mcp/1.0.0' } };

let sandbox: Sandbox;
let server: RunningServer;
let kim: { token: string; teamId: number; userId: number };

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  kim = sandbox.addPerson('kim@example.com', 'Kim Keen');
  for (let start = 0; start < 1_000; start += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => addProject(start + index)));
  }
  server = await startServer(sandbox.url, { FIELDS_REDACT: 'budget', FIELDS_HIDE: 'priority' });
});

afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

async function addProject(number: number): Promise<void> {
  const description =
    number === 873 ? '<p>The <b>heliotrope</b> ledger &amp; more</p>' : `The number ${number}`;
  const project = { name: `${STONES[number % 5]} ${number}`, description, budget: '77.5' };
  const { status } = await fetch(`${sandbox.url}/api/v1/teams/${kim.teamId}/projects`, {
    method: 'POST',
    headers: { authorization: `Bearer ${kim.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ project: { ...project, due_on: '2027-03-31' } }),
  });
  expect(status).toBe(201);
}

interface Answer {
  results: { id: string; title: string; url: string }[];
  note?: string;
}

/** One JSON text, which is the structured content, and nothing else. */
function onlyContent({ content, structuredContent, isError }: RawResult): Record<string, unknown> {
  expect([isError, content!.length, content![0]!.type]).toEqual([undefined, 1, 'text']);
  expect(JSON.parse(content![0]!.text)).toEqual(structuredContent);
  return structuredContent!;
}

async function search(query: string, token = kim.token, era: Era = 'handshake'): Promise<Answer> {
  const result = await callTool(server.url, 'search', { query }, { token, era });
  return onlyContent(result) as unknown as Answer;
}

async function namesListed(at: RunningServer, options: object): Promise<string[]> {
  const { body } = await post(at.url, 'tools/list', {}, { token: ALICE_TOKEN, ...options });
  return body.result!.tools!.map(({ name }) => name);
}

describe.each(ERAS)('search and fetch (%s)', (era) => {
  it("are listed for ChatGPT, and leave other clients' lists unchanged", async () => {
    const plain = await namesListed(server, { era });
    expect(plain).not.toContain('search');
    expect(await namesListed(server, { era, ...CHATGPT })).toEqual([
      ...plain,
      'search',
      'fetch',
      'get_profile',
    ]);
  });

  it('find one of a thousand records by a word in it, and open it', async () => {
    const { results } = await search('heliotrope ledger', kim.token, era);
    const [best] = results;
    expect(best).toEqual({
      id: expect.stringMatching(/^projects\/\d+$/),
      title: 'Basalt 873',
      url: `${sandbox.url}/account/${best!.id}`,
    });
    const opened = await callTool(server.url, 'fetch', { id: best!.id }, { token: kim.token, era });
    const { text, ...record } = onlyContent(opened);
    expect(record).toEqual({
      ...best,
      metadata: {
        kind: 'Project',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    });
    expect(text).toContain('Description: The heliotrope ledger & more\n');
    expect(text).toContain(`Team: teams/${kim.teamId}, ${sandbox.url}/account/teams/${kim.teamId}`);
    // FIELDS_REDACT and FIELDS_HIDE hold here too.
    expect(text).not.toContain('77.5');
    expect(text).not.toContain('Priority');
  });
});

describe('get_profile', () => {
  it("is marked for ChatGPT, takes no arguments, and returns the person's id, name and email", async () => {
    const { body } = await post(server.url, 'tools/list', {}, { token: kim.token, ...CHATGPT });
    const tool = body.result!.tools!.find(({ name }) => name === 'get_profile');
    expect(tool).toMatchObject({
      inputSchema: { type: 'object', properties: {} },
      outputSchema: { required: ['id'], additionalProperties: false },
      annotations: { readOnlyHint: true, openWorldHint: false },
      _meta: { 'openai/profile': true },
    });
    const profileOf = async (token: string) =>
      onlyContent(await callTool(server.url, 'get_profile', {}, { token }));
    const profile = { id: String(kim.userId), name: 'Kim Keen', email: 'kim@example.com' };
    expect(await profileOf(kim.token)).toEqual(profile);
    // Another sign-in of the same person is the same profile; somebody else's is not.
    expect(await profileOf(sandbox.issueToken('kim@example.com'))).toEqual(profile);
    expect(await profileOf(BOB_TOKEN)).toMatchObject({ name: 'Bob Baker' });
  });
});

describe('search', () => {
  it.each([
    ['Zephyr 500', 'Zephyr 500'],
    ['the project Tundra 999', 'Tundra 999'],
    ['Kim Keen', 'Kim Keen'],
    ['zephir 505', 'Zephyr 505'],
  ])('ranks the intended record first: %s', async (query, title) => {
    expect((await search(query)).results[0]!.title).toBe(title);
  });

  it('matches months by their names', async () => {
    expect((await search('due in march')).results).toHaveLength(20);
    // They were made in the month that it is now.
    const other = new Date().getUTCMonth() === 5 ? 'august' : 'june';
    const found = (await search(`due in ${other}`)).results.map(({ title }) => title);
    expect(found.filter((title) => STONES.some((stone) => title.startsWith(stone)))).toEqual([]);
  });

  it('says what it did not read, and how to read it', async () => {
    const { note } = await search('heliotrope');
    expect(note).toMatch(/^Not everything was looked at: Task \(.*list_tasks\)\./);
    // A question for a kind of record has its lists read first.
    expect((await search('a task about a brief', ALICE_TOKEN)).note).toBeUndefined();
  });

  it('finds no records that only another person may see', async () => {
    expect((await search('heliotrope', BOB_TOKEN)).results).toEqual([]);
    const { results } = await search('heliotrope');
    const theirs = { token: BOB_TOKEN };
    const opened = await callTool(server.url, 'fetch', { id: results[0]!.id }, theirs);
    expect([opened.isError, opened.content![0]!.text]).toEqual([
      true,
      expect.stringContaining('Not found'),
    ]);
  });

  it("searches only the lists that the connection's URL selects", async () => {
    const { results } = onlyContent(
      await callTool(
        server.url,
        'search',
        { query: 'Kim Keen' },
        { token: kim.token, path: '/mcp?tools=teams' },
      ),
    ) as unknown as Answer;
    expect(results.map(({ id }) => id)).toEqual([`teams/${kim.teamId}`]);
  });

  it('reads the lists of a person concurrently, within its budget', async () => {
    const before = sandbox.requests.length;
    await search('heliotrope');
    const asked = sandbox.requests.slice(before).filter(({ path }) => path.startsWith('/api/v1'));
    expect(asked.length).toBeLessThanOrEqual(210);
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('makes the client sign in again when the token has expired', async () => {
    const token = sandbox.issueToken('kim@example.com');
    await search('Kim', token);
    sandbox.revokeToken(token);
    const params = { name: 'search', arguments: { query: 'Kim' } };
    const { status, headers } = await post(server.url, 'tools/call', params, { token });
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
  });

  it.each([
    ['search', {}, /^Give search a query/],
    ['search', { query: ' ' }, /^Give search a query/],
    ['fetch', {}, /^Give fetch an id/],
    ['fetch', { id: 'nowhere/7' }, /^There is no record "nowhere\/7"/],
    ['fetch', { id: '../../oauth/token' }, /^There is no record/],
  ])('reports an invalid call to the model: %s %j', async (name, args, problem) => {
    const { isError, content } = await callTool(server.url, name, args, { token: kim.token });
    expect([isError, content![0]!.text]).toEqual([true, expect.stringMatching(problem)]);
  });
});

describe("OpenAI's check of the address", () => {
  const PATH = '/.well-known/openai-apps-challenge';

  it('gets exactly the configured token, and 404 without one', async () => {
    const token = 'openai-challenge_1.2-3';
    const challenged = await startServer(sandbox.url, { OPENAI_APPS_CHALLENGE: token });
    try {
      const answer = await fetch(challenged.url + PATH);
      expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
        200,
        'text/plain; charset=utf-8',
        token,
      ]);
      expect((await fetch(server.url + PATH)).status).toBe(404);
    } finally {
      await challenged.stop();
    }
  });
});

describe('KNOWLEDGE', () => {
  it("KNOWLEDGE=on lists both tools for every client, and RECORD_URL sets the records' URLs", async () => {
    const on = await startServer(sandbox.url, {
      KNOWLEDGE: 'on',
      RECORD_URL: 'https://app.example.com/{resource}/show?id={id}',
    });
    try {
      expect(await namesListed(on, {})).toEqual(expect.arrayContaining(['search', 'fetch']));
      const { structuredContent } = await callTool(
        on.url,
        'search',
        { query: 'Kim Keen' },
        { token: kim.token },
      );
      const [found] = (structuredContent as unknown as Answer).results;
      expect(found!.url).toBe(`https://app.example.com/users/show?id=${kim.userId}`);
    } finally {
      await on.stop();
    }
  });

  it('KNOWLEDGE=off lists neither', async () => {
    const off = await startServer(sandbox.url, { KNOWLEDGE: 'off' });
    try {
      expect(await namesListed(off, CHATGPT)).not.toContain('search');
      const params = { name: 'search', arguments: { query: 'x' } };
      const { body } = await post(off.url, 'tools/call', params, { token: kim.token });
      expect(body.error).toMatchObject({ message: expect.stringContaining('no tool "search"') });
    } finally {
      await off.stop();
    }
  });
});
