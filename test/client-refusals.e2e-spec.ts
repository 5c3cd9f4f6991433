import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { startBroker, type Broker } from './broker.js';
import { expectPage } from './browser-answers.js';
import { Browser, requestIn } from './browser.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { RawClient, REDIRECT_URI } from './raw-oauth.js';
import { until } from './running-server.js';

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

const JSON_ONLY = { headers: { accept: 'application/json' } };

/** @returns the error of /oauth/authorize for a client; undefined when it shows the consent page */
async function ask(at: Broker, id: string): Promise<Record<string, unknown>> {
  const url = new RawClient(at.server.url, id).authorizeUrl();
  const response = await new Browser().request(url, JSON_ONLY);
  if (response.status === 200) return { asks: requestIn(await response.text()) !== '' };
  return (await response.json()) as Record<string, unknown>;
}

describe('a metadata document is refused', () => {
  const answer =
    (status: number, headers: Record<string, string>, body = ''): RequestListener =>
    (_request, response) =>
      void response.writeHead(status, headers).end(body);
  const right = (id: string) => ({ client_id: id, redirect_uris: [REDIRECT_URI] });
  const json = { 'content-type': 'application/json' };

  it.each<[string, (id: string) => object | RequestListener, string]>([
    ['that does not exist', () => answer(404, json, '{}'), '404'],
    ['whose host answers 500', () => answer(500, json, '{}'), '500'],
    ['behind a redirect', (id) => answer(302, { location: `${id}-real` }), '302'],
    [
      'that is an HTML page',
      (id) => answer(200, { 'content-type': 'text/html' }, JSON.stringify(right(id))),
      'application/json',
    ],
    [
      'without a content type',
      (id) => answer(200, {}, JSON.stringify(right(id))),
      'application/json',
    ],
    ['that is malformed JSON', () => answer(200, json, '{'), 'not JSON'],
    ['that is empty', () => answer(200, json), 'not JSON'],
    ['that is a list', () => [], 'object'],
    ['that is null', () => answer(200, json, 'null'), 'object'],
    ['of more than 64 KB', (id) => ({ ...right(id), more: 'x'.repeat(70_000) }), '64 KB'],
    [
      'that is compressed',
      (id) => answer(200, { ...json, 'content-encoding': 'gzip' }, JSON.stringify(right(id))),
      'compressed',
    ],
    [
      'that is truncated',
      () => (_request, response) => {
        response.writeHead(200, { ...json, 'content-length': '9' }).write('{');
        setTimeout(() => response.destroy(), 20);
      },
      '',
    ],
    ['without a client_id', () => ({ redirect_uris: [REDIRECT_URI] }), 'client_id'],
    ['of another client_id', (id) => right(`${id}x`), 'client_id'],
    ['of a client_id in capitals', (id) => right(id.toUpperCase()), 'client_id'],
    ['without redirect_uris', (id) => ({ client_id: id }), 'redirect_uris'],
    ['with empty redirect_uris', (id) => ({ client_id: id, redirect_uris: [] }), 'redirect_uris'],
    [
      'with a script to redirect to',
      (id) => ({ client_id: id, redirect_uris: ['javascript:alert(1)'] }),
      'redirect URI',
    ],
    [
      'with client_secret_basic',
      (id) => ({ ...right(id), token_endpoint_auth_method: 'client_secret_basic' }),
      'private_key_jwt',
    ],
    [
      'with client_secret_jwt',
      (id) => ({ ...right(id), token_endpoint_auth_method: 'client_secret_jwt' }),
      'private_key_jwt',
    ],
    [
      'with private_key_jwt and no keys',
      (id) => ({ ...right(id), token_endpoint_auth_method: 'private_key_jwt' }),
      'jwks',
    ],
    [
      'with keys that are none',
      (id) => ({
        ...right(id),
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: 'x' },
      }),
      'Key Set',
    ],
  ])('%s', async (name, make, reason) => {
    const path = `/refused/${encodeURIComponent(name)}.json`;
    const id = documents.url + path;
    documents.serve(path, make(id));
    const { error, error_description: description } = await ask(broker, id);
    expect([error, description]).toEqual(['invalid_client', expect.stringContaining(reason)]);
    await expectPage(broker, await new Browser().request(new RawClient(server, id).authorizeUrl()));
    expect(documents.asked).not.toContain(`${path}-real`);
  });

  it.each<[string, (url: string) => string]>([
    ['with credentials', (url) => url.replace('//', '//a@')],
    ['with a fragment', (url) => `${url}/a.json#a`],
    ['with dot segments', (url) => `${url}/a/../b.json`],
    ['with encoded dot segments', (url) => `${url}/a/%2e%2e/b.json`],
    ['with its host in capitals', (url) => `${url.replace('localhost', 'LOCALHOST')}/a.json`],
    ['without a path', (url) => url],
    ['of a file', () => 'file:///etc/passwd'],
    ['of another protocol', () => 'ftp://localhost/a.json'],
    ['of an unknown host', () => 'https://nowhere.invalid/a.json'],
  ])('at an address %s', async (_, make) => {
    const asked = documents.asked.length;
    expect(await ask(broker, make(documents.url))).toMatchObject({ error: 'invalid_client' });
    expect(documents.asked).toHaveLength(asked);
  });

  it('is not, when its host fails after it was fetched once; it is when the host withdraws it', async () => {
    /** Asks as a client that was fetched once and kept for the shortest time; then its host answers otherwise. */
    const askTwice = async (path: string, next: RequestListener) => {
      const id = documents.url + path;
      const text = JSON.stringify(right(id));
      let listener = answer(200, { ...json, 'cache-control': 'no-store' }, text);
      documents.serve(path, (request, response) => listener(request, response));
      expect(await ask(broker, id)).toEqual({ asks: true });
      listener = next;
      const times = () => documents.asked.filter((asked) => asked === path).length;
      const before = times();
      let said = {};
      await until(async () => ((said = await ask(broker, id)), times() > before));
      return said;
    };
    const [failed, withdrawn] = await Promise.all([
      askTwice('/failing.json', (_request, response) => void response.destroy()),
      askTwice('/withdrawn.json', answer(404, json, '{}')),
    ]);
    expect(failed).toEqual({ asks: true });
    expect(withdrawn).toMatchObject({ error: 'invalid_client' });
  }, 60_000);
});

describe('no connection is made to the client_id', () => {
  let strict: Broker;
  const connections = { count: 0, port: 0, close: () => {} };

  beforeAll(async () => {
    strict = await startBroker({}, { CLIENT_METADATA_ALLOW_LOOPBACK: 'off' });
    // Both families.
    const listener = createServer((socket) => {
      connections.count += 1;
      socket.destroy();
    }).listen(0, '::');
    await once(listener, 'listening');
    connections.port = (listener.address() as { port: number }).port;
    connections.close = () => void listener.close();
  });

  afterAll(async () => {
    connections.close();
    await strict.close();
  });

  it.each([
    'https://127.0.0.1:PORT/a',
    'https://localhost:PORT/a',
    'http://localhost:PORT/a',
    'https://127.0.0.2:PORT/a',
    'https://0.0.0.0:PORT/a',
    'https://[::1]:PORT/a',
    'https://[::]:PORT/a',
    'https://[::ffff:7f00:1]:PORT/a',
    'https://[::ffff:127.0.0.1]:PORT/a',
    'https://[::7f00:1]:PORT/a',
    'https://[64:ff9b::7f00:1]:PORT/a',
    'https://[64:ff9b:1::7f00:1]:PORT/a',
    'https://[2002:7f00:1::]:PORT/a',
    'https://[fc00::1]:PORT/a',
    'https://[fe80::1]:PORT/a',
    'https://[fec0::1]:PORT/a',
    'https://0x7f000001:PORT/a',
    'https://0x7f.1:PORT/a',
    'https://2130706433:PORT/a',
    'https://017700000001:PORT/a',
    'https://127.1:PORT/a',
    'https://127.0.0.1.:PORT/a',
    'https://localhost.:PORT/a',
    'https://10.0.0.1/a',
    'https://172.16.0.1/a',
    'https://192.168.0.1/a',
    'https://100.64.0.1/a',
    'https://198.18.0.1/a',
    'https://192.0.0.1/a',
    'https://224.0.0.1/a',
    'https://255.255.255.255/a',
    'https://169.254.169.254/latest',
    'http://169.254.169.254/latest',
    'https://[fd00:ec2::254]/latest',
  ])('%s', async (address) => {
    const said = await ask(strict, address.replace('PORT', String(connections.port)));
    expect(said).toEqual({
      error: 'invalid_client',
      // Refused because of the address, not because nothing was found there.
      error_description: expect.stringMatching(/public address|https address|ENOTFOUND|EAI_AGAIN/),
    });
    expect(connections.count).toBe(0);
  });
});
