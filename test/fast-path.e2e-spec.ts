import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { anyRequest, type RawRequest } from './mcp-messages.js';
import { ERAS, post, type Era } from './raw-mcp.js';
import { startServer, UNBUNDLED, until, type RunningServer } from './running-server.js';

const PRELOAD = fileURLToPath(new URL('fast-path-preload.ts', import.meta.url));
const RUNS = 800;
/** Headers that differ from one response to the next. */
const OF_THE_MOMENT = ['date', 'x-request-id'];

const agent = new Agent({ keepAlive: true });
let sandbox: Sandbox;
let fast: RunningServer;
let slow: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  // The same for both, because responses contain it.
  const PUBLIC_URL = 'http://localhost:1';
  const variables = {
    NODE_OPTIONS: `--import=${PRELOAD}`,
    PUBLIC_URL,
    // All requests are one person's.
    RATE_LIMIT_PER_PERSON: '0',
    RATE_LIMIT_PER_ADDRESS: '0',
  };
  [fast, slow] = await Promise.all([
    startServer(sandbox.url, variables, UNBUNDLED),
    startServer(sandbox.url, { ...variables, FAST_PATH: 'off' }, UNBUNDLED),
  ]);
}, 60_000);

afterAll(async () => {
  agent.destroy();
  await Promise.all([fast.stop(), slow.stop()]);
  await sandbox.close();
});

/** @returns the whole response without the parts that differ each time */
async function send({ url }: RunningServer, { path, headers, body }: RawRequest) {
  const asked = request(url + path, { method: 'POST', headers, agent });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const answered = { ...response.headers };
  for (const name of OF_THE_MOMENT) delete answered[name];
  return { status: response.statusCode, headers: answered, text: await text(response) };
}

/** How many requests each of the two has answered so far. */
function countAnswers(): { fast: number; sdk: number } {
  const count = (line: string) => fast.log().split(line).length - 1;
  return { fast: count('the fast path answered'), sdk: count('the SDK answered') };
}

it('the fast path answers any request byte for byte as the SDK does, in both eras', async () => {
  const { body } = await post(slow.url, 'tools/list', {}, { token: ALICE_TOKEN });
  const reading = body.result!.tools!.filter(({ annotations }) => annotations['readOnlyHint']);
  const requests = anyRequest(
    reading.map(({ name }) => name),
    ALICE_TOKEN,
  );
  const before = countAnswers();
  await fc.assert(
    fc.asyncProperty(requests, async (raw) => {
      const [one, other] = await Promise.all([send(fast, raw), send(slow, raw)]);
      expect(one).toEqual(other);
    }),
    { numRuns: RUNS },
  );
  const after = countAnswers();
  // Otherwise the property would not test one of them.
  expect(after.fast - before.fast).toBeGreaterThan(RUNS / 10);
  expect(after.sdk - before.sdk).toBeGreaterThan(RUNS / 10);
}, 180_000);

let asked = 0;

/** @returns what the server's log says of this very request; the line may be read after the response */
async function isFast(method: string, params: object, era: Era, headers = {}): Promise<boolean> {
  const id = `request ${asked++}`;
  await post(fast.url, method, { ...params }, { token: ALICE_TOKEN, era, id, headers });
  const line = (who: string) => fast.log().includes(`${who} answered ${JSON.stringify(id)}\n`);
  await until(() => line('the fast path') || line('the SDK'));
  return line('the fast path');
}

describe.each(ERAS)("%s: the fast path answers, with the SDK's bytes,", (era) => {
  it.each([
    ['the list of tools', 'tools/list', {}],
    ['a record', 'tools/call', { name: 'get_project', arguments: { id: 1 } }],
    ['a list', 'tools/call', { name: 'list_teams' }],
    ['wrong arguments', 'tools/call', { name: 'get_project', arguments: { ids: 1 } }],
    ['a missing record', 'tools/call', { name: 'get_project', arguments: { id: 999 } }],
  ])('%s', async (_what, method, params) => {
    expect(await isFast(method, params, era)).toBe(true);
  });
});

describe.each(ERAS)('%s: the fast path leaves to the SDK', (era) => {
  it.each([
    ['an unknown tool', 'tools/call', { name: 'get_nothing' }, {}],
    ['a call without a name', 'tools/call', {}, {}],
    ['arguments that are a list', 'tools/call', { name: 'list_teams', arguments: [] }, {}],
    ['a cursor', 'tools/list', { cursor: 'x' }, {}],
    ['another method', 'ping', {}, {}],
    ['an unknown revision', 'tools/list', {}, { 'mcp-protocol-version': '1999-01-01' }],
  ])('%s', async (_what, method, params, headers) => {
    expect(await isFast(method, params, era, headers)).toBe(false);
  });
});

describe('2026-07-28: HTTP 400 with code -32020 is the answer to', () => {
  it.each([
    ['a call without Mcp-Name', { 'mcp-name': '' }],
    ["another tool's name in Mcp-Name", { 'mcp-name': 'delete_project' }],
    ["another method's name in Mcp-Method", { 'mcp-method': 'tools/list' }],
  ])('%s', async (_what, headers) => {
    const params = { name: 'get_project', arguments: { id: 1 } };
    const options = { token: ALICE_TOKEN, era: '2026-07-28' as const, headers };
    const answer = await post(fast.url, 'tools/call', params, options);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: -32020 });
  });
});
