import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { postForm, RawClient, REDIRECT_URI } from './raw-oauth.js';
import { until } from './running-server.js';

let broker: Broker;
let server: string;
let documents: DocumentHost;
/** For the clients whose documents never arrive. */
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

/** A client whose document is at this path, on the host under either of its names. */
function client(path: string, host = documents.url): RawClient {
  const id = host + path;
  documents.serve(path, { client_id: id, redirect_uris: [REDIRECT_URI] });
  return new RawClient(server, id);
}

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

/**
 * Sends a request while twenty strangers wait for documents of one host. Each waits five seconds, which a busy machine
 * may exceed: then it starts again.
 * @returns the response that there is no room
 */
async function whileFull<Answer extends { status: number }>(ask: () => Promise<Answer>) {
  let answer: Answer | undefined;
  await until(async () => {
    for (let count = 0; count < 20; count += 1) {
      const i = hanging.length;
      const stranger = client(`/hang/${i}.json`);
      documents.serve(`/hang/${i}.json`, (_request, response) => {
        release.push(() => response.destroy());
      });
      hanging.push(fetch(stranger.authorizeUrl(), from(`10.1.${i >> 8}.${i & 255}`)));
    }
    answer = await ask();
    return answer.status === 503;
  });
  return answer!;
}

it('clients whose metadata documents never arrive do not keep others from signing in', async () => {
  const known = client('/known.json');
  expect((await known.exchange(await known.codeFor())).status).toBe(200);

  // Another client of the same host has to wait, and is not blamed: in a browser and at the token endpoint.
  let asked = 0;
  const more = () => client(`/more/${(asked += 1)}.json`);
  const page = await whileFull(() => new Browser().request(more().authorizeUrl()));
  expect([page.headers.get('retry-after'), page.headers.get('location')]).toEqual(['5', null]);
  expect(await page.text()).toMatch(
    /<h1>This server is busy<\/h1>[^]*nothing is wrong with what you/,
  );
  const form = { grant_type: 'refresh_token', refresh_token: 'x' };
  const answer = await whileFull(() =>
    postForm(`${server}/oauth/token`, { ...form, client_id: more().id }),
  );
  expect([answer.body['error'], answer.headers.get('retry-after')]).toEqual([
    'temporarily_unavailable',
    '5',
  ]);
  expect(answer.headers.get('www-authenticate')).toBeNull();

  // A client of another host, a registered one, and one with which somebody has signed in.
  const elsewhere = client('/elsewhere.json', documents.url.replace('localhost', '127.0.0.1'));
  for (const one of [elsewhere, await RawClient.register(server), known]) {
    const shown = await new Browser().request(one.authorizeUrl());
    expect(requestIn(await shown.text())).toMatch(/^eyJ/);
  }
});
