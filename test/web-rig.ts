import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';

export const PUBLIC_HOST = 'mcp.example.com';

export const alice = { token: ALICE_TOKEN };

export let broker: Broker;

export let url: string;

/** Sends with Node's own client, which sends every given header, including Host and Origin. */
export async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<{ status: number; headers: IncomingMessage['headers']; text: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(url + path, { method, headers, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode!, headers: response.headers, text };
}

/** Starts a server behind a public name. */
export function startPublicServer(): void {
  beforeAll(async () => {
    broker = await startBroker(
      {},
      {
        PUBLIC_URL: `https://${PUBLIC_HOST}`,
        ALLOWED_HOSTS: 'other.example,[::2]',
        RATE_LIMIT_PER_ADDRESS: '0',
      },
    );
    ({ url } = broker.server);
  });
  afterAll(() => broker.close());
}

/** Call it after all other tests of a spec. */
export function itLoggedNoError(): void {
  it('says nothing of an error in all of this', () => {
    expect(broker.server.log()).not.toMatch(/ERROR|FATAL/);
  });
}
