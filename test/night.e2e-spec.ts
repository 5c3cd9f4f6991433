import { afterEach, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { startBroker, type Broker } from './broker.js';
import { post } from './raw-mcp.js';
import { RawClient } from './raw-oauth.js';
import { freePort, until } from './running-server.js';

const WRONG = 'not-the-secret-of-the-platform-application';
let broker: Broker;
let metrics: string;

/** A server with metrics, as its operator sees it. */
async function start(variables: Record<string, string> = {}) {
  const port = String(await freePort());
  metrics = `http://127.0.0.1:${port}/metrics`;
  broker = await startBroker({}, { METRICS_PORT: port, ...variables });
  return broker.server;
}
afterEach(() => broker.close());

async function failures(reason: string): Promise<number> {
  const text = await (await fetch(metrics)).text();
  const name = `bullet_train_mcp_sign_in_failures_total{reason="${reason}"} `;
  const line = text.split('\n').find((one) => one.startsWith(name));
  return Number(line?.slice(name.length) ?? 0);
}

async function problems(url: string): Promise<string[]> {
  const health = (await (await fetch(`${url}/health`)).json()) as { problems: string[] };
  return health.problems;
}

it('a wrong BULLET_TRAIN_CLIENT_SECRET is reported at the start, before anybody signs in', async () => {
  const { url, log } = await start({ BULLET_TRAIN_CLIENT_SECRET: WRONG });
  await until(async () => (await problems(url)).length > 0);
  expect(await problems(url)).toEqual([
    expect.stringMatching(/^The application refuses BULLET_TRAIN_CLIENT_ID and .* copy both anew/),
  ]);
  expect(await failures('client_secret')).toBe(1);
  expect(log()).toContain('it refuses BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET');
  expect(log()).not.toContain(WRONG);
});

it('a right BULLET_TRAIN_CLIENT_SECRET causes no problem, and no failure is counted', async () => {
  const { url } = await start();
  expect(await problems(url)).toEqual([]);
  expect(await failures('client_secret')).toBe(0);
});

it('a variable that looks misspelled causes a warning at the start', async () => {
  const { log } = await start({ TOOL_READ_ONLY: 'on' });
  expect(log()).toContain(
    'TOOL_READ_ONLY is not a variable of this server: did you mean TOOLS_READ_ONLY?',
  );
});

it('tokens sealed under another OAUTH_SECRET are warned about once, and counted', async () => {
  const stranger = await startBroker({}, { OAUTH_SECRET: randomBytes(32).toString('base64') });
  const client = await RawClient.register(stranger.server.url);
  const { body } = await client.exchange(await client.codeFor());
  const token = String(body['access_token']);
  await stranger.close();
  const { url, log } = await start();
  for (let asked = 0; asked < 3; asked++) {
    expect((await post(url, 'tools/list', {}, { token })).status).toBe(401);
  }
  const warnings = log()
    .split('\n')
    .filter((line) => line.includes('has an unknown key'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('OAUTH_SECRET or PUBLIC_URL has changed');
  expect(await failures('unknown_key')).toBe(3);
});

it('refused sign-ins are logged with their reason and without what strangers sent, and counted', async () => {
  const { url, log } = await start();
  const query = new URLSearchParams({ client_id: 'x', redirect_uri: 'not "mine"' });
  expect((await fetch(`${url}/oauth/authorize?${query.toString()}`)).status).toBe(400);
  expect(log()).toMatch(/Refused with invalid_request: /);
  expect(log()).not.toContain('mine');
  expect(await failures('invalid_request')).toBe(1);
});

it('a person is told on a page that the application is down, and is not redirected to it', async () => {
  const { url } = await start();
  const client = await RawClient.register(url);
  const asked = await fetch(client.authorizeUrl(), { headers: { accept: 'text/html' } });
  const [, request = ''] = /name="request" value="([^"]+)"/.exec(await asked.text()) ?? [];
  const cookie = asked.headers.getSetCookie().map((set) => set.split(';')[0]);
  await broker.sandbox.close();
  const answer = await fetch(`${url}/oauth/consent`, {
    method: 'POST',
    headers: { accept: 'text/html', cookie: cookie.join('; ') },
    body: new URLSearchParams({ request, decision: 'approve' }),
    redirect: 'manual',
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([503, null]);
  expect(await answer.text()).toContain('The application does not answer');
  expect(await failures('application_down')).toBe(1);
});
