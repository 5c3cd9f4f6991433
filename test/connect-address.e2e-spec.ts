import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ALICE_TOKEN, CLIENT_ID, CLIENT_SECRET, startSandbox } from '../src/sandbox/sandbox.js';
import { freePort, startServer } from './running-server.js';
import { sandbox, server, startConnectRig } from './connect-rig.js';

startConnectRig();

/** The operator's Platform Application; nobody signs in here. */
const OPERATOR = {
  BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
  BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
  OAUTH_SECRET: randomBytes(32).toString('base64'),
};
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** The number of operations of the largest known application. */
function largeDocument() {
  const paths = Object.fromEntries(
    Array.from({ length: 51 }, (_, at) => {
      const tags = [`Workspace::Resource${at}`];
      const named = (summary: string) => ({ summary, tags, responses: {} });
      return [
        [`/resource_${at}s`, { get: named('List Resources'), post: named('Create Resource') }],
        [`/resource_${at}s/{id}`, { get: named('Fetch Resource'), delete: named('Remove It') }],
      ];
    }).flat(),
  );
  return { openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths };
}

const load = (url: string) => fetch(url, { headers: { accept: BROWSER } });

describe('the bare address', () => {
  const json = 'application/json; charset=utf-8';
  const html = 'text/html; charset=utf-8';

  it.each<[method: string, headers: Record<string, string>, status: number, type: string]>([
    ['GET', { accept: BROWSER }, 200, html],
    ['HEAD', { accept: BROWSER }, 200, html],
    ['GET', { accept: 'text/html' }, 200, html],
    ['GET', { accept: BROWSER, authorization: 'Basic YTpi' }, 200, html],
    ['GET', { accept: 'application/json' }, 200, json],
    ['HEAD', { accept: 'application/json' }, 200, json],
    ['GET', { accept: 'application/json, text/html' }, 200, json],
    ['GET', { accept: '*/*' }, 200, json],
    ['GET', { accept: 'image/png' }, 200, json],
    ['GET', { accept: 'text/event-stream' }, 401, json],
    ['GET', { accept: 'application/json, text/event-stream' }, 401, json],
    ['GET', { accept: '*/*', authorization: 'Bearer x' }, 401, json],
    ['GET', { accept: '*/*', authorization: `Bearer ${ALICE_TOKEN}` }, 405, json],
    ['POST', { accept: 'application/json, text/event-stream' }, 401, json],
  ])('answers %s with %j: %i, %s', async (method, headers, status, type) => {
    const answer = await fetch(server.url, { method, headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    const text = await answer.text();
    expect(text === '').toBe(method === 'HEAD');
    if (status === 200) expect(answer.headers.get('vary')).toMatch(/\bAccept\b/);
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    if (text && status === 200 && type === json) {
      expect(JSON.parse(text)).toMatchObject({ mcp: `${server.url}/mcp` });
    }
  });

  it('is a page that loads nothing, is not indexed, and runs only its own script', async () => {
    const answer = await load(server.url);
    const page = await answer.text();
    const hash = (kind: string) =>
      [...page.matchAll(new RegExp(`<${kind}>([^]*?)</${kind}>`, 'g'))]
        .map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`)
        .join(' ');
    expect(answer.headers.get('content-security-policy')!.split('; ')).toEqual([
      `default-src 'none'`,
      `img-src data:`,
      `style-src ${hash('style')}`,
      `script-src ${hash('script')}`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
    ]);
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(page).not.toMatch(/ (src|style|on[a-z]+)=|@import|url\(/i);
    expect(
      [...page.matchAll(/<link rel="(\w+)" href="(\w+:)/g)].map(([, ...link]) => link),
    ).toEqual([['icon', 'data:']]);
  });

  it.each<[string, () => object | undefined, number]>([
    ['the sandbox’s tools', () => undefined, 32_000],
    ['204 tools', largeDocument, 64_000],
  ])('stays small with %s', async (_, document, bytes) => {
    const made = document();
    const application = await startSandbox({
      port: 0,
      ...(made && { document: JSON.stringify(made) }),
    });
    const started = await startServer(application.url);
    const page = await (await load(started.url)).text();
    expect(page).toMatch(made ? /204 tools: 102 to read, 51 to change, 51 to delete/ : /22 tools/);
    expect(/lists (\d+) others instead/.exec(page)?.[1]).toBe(made && '5');
    expect(Buffer.byteLength(page)).toBeLessThan(bytes);
    await started.stop();
    await application.close();
  });

  it('says what is down, and what to do meanwhile', async () => {
    const down = await startServer(`http://127.0.0.1:${await freePort()}`);
    const page = await (await load(down.url)).text();
    expect(page).toMatch(/Not everything is up\. You can add the address already/);
    expect(page).toMatch(/For whoever runs this server<\/summary>\s*<ul lang="en">\s*<li>\S/);
    expect(page).toContain('That is not known yet');
    expect(page).not.toContain('Everything is up');
    await down.stop();
  });

  it.each<[variables: Record<string, string>, said: RegExp | undefined]>([
    [
      {},
      /You need a client ID of your own, and have to be an admin of a team in Sandbox Application/,
    ],
    [{ BULLET_TRAIN_TOKENS: 'tokens-only' }, /Nobody can sign in here yet/],
    [{ ...OPERATOR, BULLET_TRAIN_TOKENS: 'tokens-only' }, undefined],
  ])('with %j says what sign-in requires', async (variables, said) => {
    const started = await startServer(sandbox.url, variables);
    const page = await (await load(started.url)).text();
    const notice = /<p class="status">.*?<\/p>\s*(<p class="warning">[^]*?<\/p>)?\s*<h2/.exec(page);
    expect(notice).not.toBeNull();
    if (said) expect(notice![1]?.replaceAll(/\s+/g, ' ')).toMatch(said);
    else expect(notice![1]).toBeUndefined();
    await started.stop();
  });

  it('says that there are no tools yet', async () => {
    const empty = await startServer(sandbox.url, { TOOLS_INCLUDE: 'nothing_at_all' });
    const page = await (await load(empty.url)).text();
    expect(page).toContain('Nothing yet: the application offers no operations');
    expect(page).toContain('Everything is up');
    await empty.stop();
  });
});
