import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { Browser, requestIn } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { RawClient, REDIRECT_URI, type Parameters } from './raw-oauth.js';

const LOOPBACK = 'http://127.0.0.1:5555/callback';
const PRIVATE = 'cursor://anysphere.cursor-mcp/oauth/callback';

let broker: Broker;
let server: string;
let documents: DocumentHost;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker({ pkce: true, refreshTokens: true });
  server = broker.server.url;
});

afterAll(async () => {
  await broker.close();
  await documents.close();
});

function documentClient(redirectUri: string): RawClient {
  const path = `/${encodeURIComponent(redirectUri)}.json`;
  const id = documents.url + path;
  documents.serve(path, { client_id: id, redirect_uris: [redirectUri] });
  return new RawClient(server, id, undefined, redirectUri);
}

const clients: [string, () => Promise<RawClient> | RawClient][] = [
  ['a registered website', () => RawClient.register(server)],
  ['a registered program', () => RawClient.register(server, {}, LOOPBACK)],
  ['a registered app', () => RawClient.register(server, {}, PRIVATE)],
  [
    'a registered website with a secret',
    () => RawClient.register(server, { token_endpoint_auth_method: 'client_secret_basic' }),
  ],
  ["a document's website", () => documentClient(REDIRECT_URI)],
  ["a document's program", () => documentClient(LOOPBACK)],
];

/** Expects the page, and no redirect to the application or the client. */
async function expectAsked(response: Response): Promise<void> {
  expect([response.status, response.headers.get('location')]).toEqual([200, null]);
  expect(requestIn(await response.text())).toMatch(/^eyJ/);
}

describe.each(clients)(
  'consent for %s that was approved before, by a person who is signed in,',
  (_, make) => {
    let client: RawClient;
    let browser: Browser;

    beforeAll(async () => {
      client = await make();
      browser = new Browser();
      const back = await client.signIn(browser);
      expect(back.searchParams.get('code')).toMatch(/^eyJ/);
    });

    it.each([undefined, 'none', 'same-origin', 'same-site', 'cross-site', 'None', ''])(
      'is asked for again when Sec-Fetch-Site is %j',
      async (site) => {
        const headers = site === undefined ? {} : { 'sec-fetch-site': site };
        await expectAsked(await browser.request(client.authorizeUrl(), { headers }));
      },
    );

    it.each<[Parameters]>([
      [{ prompt: 'consent' }],
      [{ prompt: 'select_account' }],
      [{ prompt: undefined, scope: undefined, resource: undefined }],
      [{ connect_as: 'me' }],
      [{ connect_as: 'team' }],
    ])('is asked for again with %j', async (changes) => {
      await expectAsked(await browser.request(client.authorizeUrl(changes)));
    });
  },
);
