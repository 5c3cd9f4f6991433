import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { postForm, RawClient, REDIRECT_URI } from './raw-oauth.js';
import { until } from './running-server.js';

let broker: Broker;
let server: string;
let documents: DocumentHost;
/** Of the strangers whose documents do not arrive. */
const hanging: Promise<unknown>[] = [];
const release: (() => void)[] = [];

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker({ pkce: true });
  server = broker.server.url;
});

afterAll(async () => {
  for (const end of release) end();
  await Promise.allSettled(hanging);
  await broker.close();
  await documents.close();
});

/** A client with a document at this path, of the host by either of its names. */
function client(path: string, host = documents.url): RawClient {
  const id = host + path;
  documents.serve(path, { client_id: id, redirect_uris: [REDIRECT_URI] });
  return new RawClient(server, id);
}

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

it('strangers whose documents never arrive keep nobody else from signing in', async () => {
  const known = client('/known.json');
  expect((await known.exchange(await known.codeFor())).status).toBe(200);

  const strangers = Array.from({ length: 20 }, (_, i) => client(`/hang/${i}.json`));
  for (const [i] of strangers.entries()) {
    documents.serve(`/hang/${i}.json`, (_request, response) => {
      release.push(() => response.destroy());
    });
  }
  hanging.push(...strangers.map((one, i) => fetch(one.authorizeUrl(), from(`10.1.0.${i}`))));
  await until(() => release.length === 20);

  // Of the same host another has to wait, and is not blamed: in a browser and at the token endpoint.
  const more = client('/more.json');
  const page = await new Browser().request(more.authorizeUrl());
  expect([page.status, page.headers.get('retry-after'), page.headers.get('location')]).toEqual([
    503,
    '5',
    null,
  ]);
  expect(await page.text()).toMatch(
    /<h1>This server is busy<\/h1>[^]*nothing is wrong with what you/,
  );
  const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: more.id };
  const answer = await postForm(`${server}/oauth/token`, form);
  expect([answer.status, answer.body['error'], answer.headers.get('retry-after')]).toEqual([
    503,
    'temporarily_unavailable',
    '5',
  ]);
  expect(answer.headers.get('www-authenticate')).toBeNull();

  // Another host's client, a registered one, and one with which somebody has signed in.
  const elsewhere = client('/elsewhere.json', documents.url.replace('localhost', '127.0.0.1'));
  for (const one of [elsewhere, await RawClient.register(server), known]) {
    const asked = await new Browser().request(one.authorizeUrl());
    expect(requestIn(await asked.text())).toMatch(/^eyJ/);
  }
});
