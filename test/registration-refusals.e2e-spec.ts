import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBroker, type Broker } from './broker.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { postForm, REDIRECT_URI, register } from './raw-oauth.js';

let broker: Broker;
let server: string;
let documents: DocumentHost;

beforeAll(async () => {
  documents = await startDocumentHost();
  broker = await startBroker();
  server = broker.server.url;
});

beforeEach(() => {
  broker.sandbox.requests.length = 0;
});

afterAll(async () => {
  await broker.close();
  await documents.close();
});

describe('POST /oauth/register refuses', () => {
  const uri = (...redirect_uris: unknown[]) => ({ redirect_uris });
  it.each<[string, unknown, string]>([
    ['a list', [], 'invalid_client_metadata'],
    ['a string', 'x', 'invalid_client_metadata'],
    ['null', null, 'invalid_client_metadata'],
    ['no redirect_uris', {}, 'invalid_redirect_uri'],
    ['an empty list of redirect_uris', uri(), 'invalid_redirect_uri'],
    ['redirect_uris that are not a list', { redirect_uris: REDIRECT_URI }, 'invalid_redirect_uri'],
    ['redirect_uris that are not strings', uri(1), 'invalid_redirect_uri'],
    ['several that are all wrong', uri('evil://a', 'http://a.example/'), 'invalid_redirect_uri'],
    ['http', uri('http://client.example/'), 'invalid_redirect_uri'],
    ['http at a private address', uri('http://10.0.0.1/'), 'invalid_redirect_uri'],
    ['http at a name like loopback', uri('http://localhost.evil.example/'), 'invalid_redirect_uri'],
    ['a script', uri('javascript:alert(1)'), 'invalid_redirect_uri'],
    [
      'a script in disguise',
      uri('JavaScript://client.example/%0aalert(1)'),
      'invalid_redirect_uri',
    ],
    ['a script after a line break', uri('java\nscript:alert(1)'), 'invalid_redirect_uri'],
    ['VBScript', uri('vbscript:msgbox(1)'), 'invalid_redirect_uri'],
    ['data', uri('data:text/html,<script>alert(1)</script>'), 'invalid_redirect_uri'],
    ['a file', uri('file:///etc/passwd'), 'invalid_redirect_uri'],
    ['a blob', uri('blob:https://client.example/1'), 'invalid_redirect_uri'],
    ['about', uri('about:blank'), 'invalid_redirect_uri'],
    ['a WebSocket', uri('wss://client.example/'), 'invalid_redirect_uri'],
    ['a scheme of no known app', uri('evil://callback'), 'invalid_redirect_uri'],
    ['the out-of-band address', uri('urn:ietf:wg:oauth:2.0:oob'), 'invalid_redirect_uri'],
    ['a fragment', uri('https://client.example/#a'), 'invalid_redirect_uri'],
    ['an empty fragment', uri('https://client.example/#'), 'invalid_redirect_uri'],
    ['credentials', uri('https://a:b@client.example/'), 'invalid_redirect_uri'],
    ['a user name', uri('https://a@client.example/'), 'invalid_redirect_uri'],
    ['a path alone', uri('/callback'), 'invalid_redirect_uri'],
    ['an empty redirect URI', uri(''), 'invalid_redirect_uri'],
    ['a space', uri('https://client.example/a b'), 'invalid_redirect_uri'],
    ['a backslash', uri('https://client.example\\@evil.example/'), 'invalid_redirect_uri'],
    ['a line break', uri('https://client.example/\r\nA: b'), 'invalid_redirect_uri'],
    ['letters outside ASCII', uri('https://clіent.example/'), 'invalid_redirect_uri'],
    ['a host that is none', uri('https://999.999.999.999/'), 'invalid_redirect_uri'],
    [
      'redirect_uris that are too long',
      uri(`https://client.example/${'a'.repeat(900)}`),
      'invalid_redirect_uri',
    ],
    [
      'too many redirect_uris',
      uri(...Array.from({ length: 60 }, (_, n) => `${REDIRECT_URI}/${n}`)),
      'invalid_redirect_uri',
    ],
    [
      'an unknown method',
      { ...uri(REDIRECT_URI), token_endpoint_auth_method: 'magic' },
      'invalid_client_metadata',
    ],
    [
      'private_key_jwt',
      { ...uri(REDIRECT_URI), token_endpoint_auth_method: 'private_key_jwt' },
      'invalid_client_metadata',
    ],
    [
      'two methods',
      { ...uri(REDIRECT_URI), token_endpoint_auth_method: ['none'] },
      'invalid_client_metadata',
    ],
    [
      'other grants alone',
      { ...uri(REDIRECT_URI), grant_types: ['client_credentials'] },
      'invalid_client_metadata',
    ],
    [
      'grant_types that are no list',
      { ...uri(REDIRECT_URI), grant_types: 'authorization_code' },
      'invalid_client_metadata',
    ],
    [
      'other response types alone',
      { ...uri(REDIRECT_URI), response_types: ['token'] },
      'invalid_client_metadata',
    ],
  ])('%s', async (_, metadata, error) => {
    const { status, headers, body } = await register(server, metadata);
    expect(body).toEqual({ error, error_description: expect.any(String) });
    expect([status, headers.get('cache-control')]).toEqual([400, 'no-store']);
    expect(broker.sandbox.requests).toEqual([]);
  });

  it.each<[string, string, string, number]>([
    ['malformed JSON', 'application/json', '{"redirect_uris":', 400],
    ['an empty body', 'application/json', '', 400],
    ['a form', 'application/x-www-form-urlencoded', 'redirect_uris=https://a.example', 415],
    [
      'a body that is too large',
      'application/json',
      JSON.stringify({ a: 'x'.repeat(70_000) }),
      413,
    ],
  ])('%s', async (_, type, text, status) => {
    const answer = await postForm(`${server}/oauth/register`, text, { 'content-type': type });
    expect(answer).toMatchObject({ status, body: { error: expect.stringMatching(/^invalid_/) } });
    expect(answer.body).not.toHaveProperty('client_id');
  });
});
