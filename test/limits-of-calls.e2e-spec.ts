import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool, post, type RawResult } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const REQUESTS = 8;
const CHANGES = 3;

let sandbox: Sandbox;
let server: RunningServer;
let people = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  server = await startServer(sandbox.url, {
    RATE_LIMIT_PER_PERSON: String(REQUESTS),
    RATE_LIMIT_CHANGES: String(CHANGES),
  });
});
afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

/** Somebody who has not been counted yet. */
function freshPerson() {
  people++;
  return sandbox.addPerson(`person-${people}@example.com`, `Person ${people}`);
}

const asked = (method: string) => sandbox.requests.filter((one) => one.method === method).length;

/** @returns what each of so many calls in turn was answered */
async function inTurn(count: number, call: () => Promise<RawResult>): Promise<RawResult[]> {
  const results: RawResult[] = [];
  for (let at = 0; at < count; at++) results.push(await call());
  return results;
}

it('counts what one person sends with several tokens together', async () => {
  const { email, token } = freshPerson();
  const other = sandbox.issueToken(email);
  const list = (by: string) => post(server.url, 'tools/list', {}, { token: by });
  for (let at = 0; at < REQUESTS; at++) {
    expect((await list(at % 2 ? token : other)).status).toBe(200);
  }
  const { status, headers } = await list(sandbox.issueToken(email));
  expect(status).toBe(429);
  const seconds = headers.get('retry-after');
  expect(headers.get('ratelimit-policy')).toBe(`"person";q=${REQUESTS};w=60`);
  expect(headers.get('ratelimit')).toBe(`"person";r=0;t=${seconds}`);
  expect((await list(freshPerson().token)).status).toBe(200);
});

it('counts what somebody types as requests, and reads nothing for what is refused', async () => {
  const { token } = freshPerson();
  const ref = { type: 'ref/resource', uri: 'bullet-train://v1/projects/{id}' };
  const type = (by: string) =>
    post(
      server.url,
      'completion/complete',
      { ref, argument: { name: 'id', value: '' } },
      { token: by },
    );
  for (let at = 0; at < REQUESTS; at++) expect((await type(token)).status).toBe(200);
  const before = asked('GET');
  expect((await type(token)).status).toBe(429);
  expect(asked('GET')).toBe(before);
  expect((await type(freshPerson().token)).status).toBe(200);
});

it('refuses changes beyond their own limit before the application is asked, and lets people read on', async () => {
  const { teamId, token } = freshPerson();
  const before = asked('POST');
  const project = { team_id: teamId, name: 'A project' };
  const results = await inTurn(CHANGES + 1, () =>
    callTool(server.url, 'create_project', project, { token }),
  );
  expect(results.map(({ isError }) => isError === true)).toEqual([false, false, false, true]);
  expect(results[CHANGES]!.content![0]!.text).toMatch(
    /^The application was not asked: one person may send 3 calls that change something a minute\. Wait \d+ s, then go on\.$/,
  );
  expect(asked('POST') - before).toBe(CHANGES);
  const { isError } = await callTool(server.url, 'list_projects', { team_id: teamId }, { token });
  expect(isError).toBeUndefined();
});

it('counts every page of a list, and gives what was read until then', async () => {
  const token = ALICE_TOKEN;
  await inTurn(REQUESTS - 2, () => callTool(server.url, 'list_teams', {}, { token }));
  const all = { team_id: 1, max_items: 500 };
  const { structuredContent } = await callTool(server.url, 'list_projects', all, { token });
  // The third page would be the ninth request.
  expect(structuredContent!.items).toHaveLength(40);
  expect(structuredContent!['note']).toMatch(
    /one person may send 8 requests a minute\. Wait \d+ s, then go on\. The records until then are here\./,
  );
});
