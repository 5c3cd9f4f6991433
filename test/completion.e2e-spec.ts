import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, BOB_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { Keychain } from './keychain.js';
import { reading, startApplication, TOKEN, type OwnApplication } from './own-application.js';
import { callTool, ERAS, post, type RawOptions } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';
import { SDK_CLIENTS } from './sdk-clients.js';

const PROJECT = { type: 'ref/resource', uri: 'bullet-train://v1/projects/{id}' };
const prompt = (name: string) => ({ type: 'ref/prompt', name });

let sandbox: Sandbox;
let server: RunningServer;
let hidden: RunningServer;
let redacted: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  [server, hidden, redacted] = await Promise.all([
    startServer(sandbox.url, { AUDIT_LOG: 'stdout' }),
    startServer(sandbox.url, { FIELDS_HIDE: 'name' }),
    startServer(sandbox.url, { FIELDS_REDACT: 'name' }),
  ]);
});
afterEach(() => {
  sandbox.flags.faults = [];
  sandbox.flags.latencyMs = 0;
});
afterAll(async () => {
  await Promise.all([server.stop(), hidden.stop(), redacted.stop()]);
  await sandbox.close();
});

interface Completed {
  values: string[];
  total?: number;
  hasMore: boolean;
}

async function ask(
  ref: object,
  name: string,
  value: string,
  { at = server, context, ...options }: RawOptions & { at?: RunningServer; context?: object } = {},
) {
  const params = { ref, argument: { name, value }, ...(context && { context }) };
  const answer = await post(at.url, 'completion/complete', params, {
    token: ALICE_TOKEN,
    ...options,
  });
  const { completion } = (answer.body.result ?? {}) as { completion?: Completed };
  const error = answer.body.error as { code: number; message: string } | undefined;
  return { answer, completion: completion!, error };
}

/** The ids of all projects whose names begin so, as the list itself has them. */
async function projectIds(beginning: string): Promise<string[]> {
  const args = { team_id: 1, max_items: 100 };
  const { structuredContent } = await callTool(server.url, 'list_projects', args, {
    token: ALICE_TOKEN,
  });
  const items = structuredContent!.items!.filter(({ name }) => String(name).startsWith(beginning));
  return items.map(({ id }) => String(id));
}

const apiRequests = () => sandbox.requests.filter(({ path }) => path.startsWith('/api/')).length;

describe.each(ERAS)('ids in a resource template (%s)', (era) => {
  it('are those of the records whose names begin with what is typed', async () => {
    const { completion } = await ask(PROJECT, 'id', 'billing', { era });
    expect(completion.values).toEqual(await projectIds('Billing'));
    expect(completion).toMatchObject({ total: completion.values.length, hasMore: false });
    expect(completion.values.length).toBeGreaterThan(1);
  });

  it('are those that begin with the typed digits, the id itself first', async () => {
    const { completion } = await ask(PROJECT, 'id', '4', { era });
    expect(completion.values[0]).toBe('4');
    expect(completion.values.slice(1)).toContain('40');
    expect(completion.values.every((id) => id.startsWith('4'))).toBe(true);
  });

  it("are never those of another person's records, also at the same moment", async () => {
    const [alice, bob] = await Promise.all([
      ask(PROJECT, 'id', '', { era }),
      ask(PROJECT, 'id', '', { era, token: BOB_TOKEN }),
    ]);
    expect(bob.completion.total).toBe(4);
    expect(alice.completion.values).toHaveLength(48);
    const theirs = bob.completion.values.filter((id) => alice.completion.values.includes(id));
    expect(theirs).toEqual([]);
    expect(
      (await ask(PROJECT, 'id', 'billing', { era, token: BOB_TOKEN })).completion.values,
    ).toEqual([]);
  });
});

describe('names that models do not see', () => {
  it.each([
    ['hidden', () => hidden],
    ['redacted', () => redacted],
  ])('match nothing when they are %s, while ids do', async (_how, at) => {
    for (const typed of ['billing', 'Billing relaunch', 'redacted']) {
      expect((await ask(PROJECT, 'id', typed, { at: at() })).completion.values).toEqual([]);
    }
    expect((await ask(PROJECT, 'id', '12', { at: at() })).completion.values).toEqual(['12']);
  });
});

describe('what cannot be read', () => {
  it('is said by hasMore, when the application fails', async () => {
    sandbox.flags.faults = [{ path: '/api/v1/teams/1/projects', kind: 'status', status: 500 }];
    const { completion } = await ask(PROJECT, 'id', '');
    expect(completion).toMatchObject({ hasMore: true });
    expect(completion).not.toHaveProperty('total');
  });

  it('does not keep a person waiting, when the application is slow', async () => {
    sandbox.flags.latencyMs = 30_000;
    const before = Date.now();
    const { completion } = await ask(PROJECT, 'id', 'billing');
    expect(completion).toEqual({ values: [], hasMore: true });
    expect(Date.now() - before).toBeLessThan(15_000);
  });

  it('is not asked for, when the lists are not among the tools, or the value is no typed text', async () => {
    await ask(PROJECT, 'id', '');
    const before = apiRequests();
    const path = '/mcp?tools=projects';
    const none = { values: [], total: 0, hasMore: false };
    expect((await ask(PROJECT, 'id', '', { path })).completion).toEqual(none);
    expect((await ask(PROJECT, 'id', 'x'.repeat(500_000))).completion).toEqual(none);
    expect(apiRequests()).toBe(before);
  });

  it('becomes a challenge when the token is refused', async () => {
    const token = sandbox.issueToken('alice@example.com');
    await ask(PROJECT, 'id', '', { token });
    sandbox.revokeToken(token);
    expect((await ask(PROJECT, 'id', '', { token })).answer.status).toBe(401);
  });
});

it('the audit trail has a line for ids that were completed, and none for names from the catalogue', async () => {
  const lines = () =>
    server
      .log()
      .split('\n')
      .filter((line) => line.includes('"via":"completion"'));
  const before = lines().length;
  await ask(prompt('find_record'), 'kind', '');
  await ask(PROJECT, 'id', 'volcano');
  await until(() => lines().length > before);
  expect(JSON.parse(lines().at(-1)!)).toMatchObject({
    event: 'call',
    outcome: 'ok',
    tool: 'list_projects',
    via: 'completion',
    ids_out: ['48'],
  });
  expect(lines()).toHaveLength(before + 1);
});

describe('arguments of prompts', () => {
  it.each([
    ['find_record', 'kind', 'PRO', ['projects']],
    ['add_record', 'kind', 'tas', ['task']],
    ['review_new', 'since', '3', ['30 days']],
    ['find_record', 'words', 'anything', []],
  ])(
    'of %s: %s, typed %j, may be %j, without a request to the application',
    async (name, argument, typed, values) => {
      const before = apiRequests();
      const { completion } = await ask(prompt(name), argument, typed);
      expect(completion).toEqual({ values, total: values.length, hasMore: false });
      expect(apiRequests()).toBe(before);
    },
  );

  it('are only kinds that the connection can use', async () => {
    const path = '/mcp?readonly=true&tools=projects';
    expect((await ask(prompt('find_record'), 'kind', '', { path })).completion.values).toEqual([
      'projects',
    ]);
    expect((await ask(prompt('add_record'), 'kind', '', { path })).error).toMatchObject({
      code: -32602,
    });
  });
});

describe('what there is not', () => {
  it.each([
    [prompt('nope'), 'kind', /no prompt "nope": there are get_started, review_new, find_record/],
    [prompt('get_started'), 'kind', /get_started has no arguments/],
    [prompt('find_record'), 'id', /find_record has no argument "id": it has kind, words/],
    [{ type: 'ref/resource', uri: 'file:///etc/passwd' }, 'id', /resources\/templates\/list/],
    [{ type: 'ref/resource', uri: 'bullet-train://v1/projects/1' }, 'id', /no resource template/],
    [PROJECT, '__proto__', /has no variable "__proto__": it has id/],
  ])('is refused with what there is: %j %s', async (ref, name, message) => {
    for (const era of ERAS) {
      const { error, answer } = await ask(ref, name, '', { era });
      expect(error).toMatchObject({ code: -32602, message: expect.stringMatching(message) });
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('is an error of the protocol when the parameters are none', async () => {
    const { body } = await post(
      server.url,
      'completion/complete',
      { ref: 7 },
      { token: ALICE_TOKEN },
    );
    expect(body.error).toMatchObject({ code: -32602 });
  });
});

it('the tags of the API document are completed', async () => {
  const ref = { type: 'ref/resource', uri: 'bullet-train://v1/openapi/{tag}' };
  expect((await ask(ref, 'tag', 'ta')).completion).toEqual({
    values: ['Task'],
    total: 1,
    hasMore: false,
  });
});

describe.each(SDK_CLIENTS)('%s', (_name, make) => {
  it('completes', async () => {
    const keychain = new Keychain();
    keychain.kept = { access_token: ALICE_TOKEN, token_type: 'Bearer' };
    const { client, transport } = make(`${server.url}/mcp`, keychain);
    await client.connect(transport());
    expect(client.getServerCapabilities()).toMatchObject({ completions: {} });
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri: PROJECT.uri },
      argument: { name: 'id', value: 'moon' },
    });
    expect(completion.values).toEqual(['47']);
    await client.close();
  });
});

describe('an application with nested lists', () => {
  const LIST = {
    type: 'array',
    items: { type: 'object', properties: { id: { type: 'integer' } } },
  };
  const id = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer' } });
  const one = (tag: string, ...names: string[]) =>
    reading({ type: 'object' }, { parameters: names.map(id), tags: [tag] });
  const BOOK = { type: 'ref/resource', uri: 'bullet-train://v1/shelves/{shelf_id}/books/{id}' };
  const period = { type: 'string', enum: ['daily', 'weekly', 'monthly'] };
  let application: OwnApplication;
  let own: RunningServer;

  beforeAll(async () => {
    application = await startApplication(
      {
        '/shelves': reading(LIST, { tags: ['Shelf'] }),
        '/shelves/{id}': one('Shelf', 'id'),
        '/shelves/{shelf_id}/books': reading(LIST, {
          parameters: [id('shelf_id')],
          tags: ['Book'],
        }),
        '/shelves/{shelf_id}/books/{id}': one('Book', 'shelf_id', 'id'),
        '/reports/{period}': reading(
          { type: 'object' },
          { parameters: [{ ...id('period'), schema: period }], tags: ['Report'] },
        ),
      },
      {
        '/shelves': Array.from({ length: 2 }, (_, at) => ({
          id: at + 1,
          label: `Shelf ${at + 1}`,
        })),
        '/shelves/1/books': Array.from({ length: 150 }, (_, at) => ({ id: at + 1, title: 'Book' })),
        '/shelves/2/books': [{ id: 9_000, title: 'Lighthouse' }],
      },
    );
    own = await startServer(application.url);
  });
  afterAll(async () => {
    await own.stop();
    await application.close();
  });
  const askOwn = async (ref: object, name: string, value: string, context?: object) => {
    application.asked.length = 0;
    const options = { at: own, token: TOKEN, ...(context && { context }) };
    const { completion } = await ask(ref, name, value, options);
    return { ...completion, asked: application.asked.filter((path) => path.includes('shelves')) };
  };

  it('has the ids below the record that was chosen before, and reads only that list', async () => {
    const context = { arguments: { shelf_id: '2' } };
    expect(await askOwn(BOOK, 'id', 'light', context)).toEqual({
      values: ['9000'],
      total: 1,
      hasMore: false,
      asked: ['/api/v1/shelves/2/books'],
    });
  });

  it('has at most a hundred values, and how many there are', async () => {
    const context = { arguments: { shelf_id: '1' } };
    const { values, total, hasMore } = await askOwn(BOOK, 'id', 'book', context);
    expect([values.length, total, hasMore]).toEqual([100, 150, true]);
  });

  it('has the ids of the record above', async () => {
    expect((await askOwn(BOOK, 'shelf_id', 'shelf')).values).toEqual(['1', '2']);
  });

  it('asks for nothing outside of its lists, whatever the context says', async () => {
    for (const shelf of ['../../teams', '1/../2', '', '1?x=1', 'x'.repeat(10_000)]) {
      const { asked } = await askOwn(BOOK, 'id', '', { arguments: { shelf_id: shelf } });
      expect(asked.filter((path) => !/^\/api\/v1\/shelves(\/[^/?]+\/books)?$/.test(path))).toEqual(
        [],
      );
    }
  });

  it('has the values that the document names', async () => {
    const ref = { type: 'ref/resource', uri: 'bullet-train://v1/reports/{period}' };
    expect((await askOwn(ref, 'period', 'w')).values).toEqual(['weekly']);
  });
});
