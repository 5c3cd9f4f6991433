import type { AppConfig } from '../src/config/app-config.js';
import { readSecret } from '../src/config/secret.js';
import { Sealing, type Purpose } from '../src/oauth/sealing/sealing.js';
import { ALICE_EMAIL } from '../src/sandbox/sandbox.js';
import { Browser, requestIn, widestIn } from './browser.js';
import type { Parameters, RawClient } from './raw-oauth.js';

export const KINDS = [
  'client',
  'consent',
  'account',
  'state',
  'code',
  'access_token',
  'refresh_token',
] as const satisfies Purpose[];

/** The kinds that leave the server: results stay among replicas. */
export type Kind = (typeof KINDS)[number];

/** @returns one valid sealed value of each kind, from a browser that approves the client */
export async function collectSealedValues(
  client: RawClient,
  browser: Browser,
): Promise<Record<Kind, string>> {
  const { body } = await client.exchange(await client.codeFor(browser));
  return {
    client: client.id,
    consent: await openConsentPage(client, new Browser()),
    account: requestIn(await openAccountPage(client, browser)),
    state: await leaveForBulletTrain(client, browser),
    code: await client.codeFor(browser),
    access_token: String(body['access_token']),
    refresh_token: String(body['refresh_token']),
  };
}

/** @returns the sealed request in its form */
export async function openConsentPage(client: RawClient, browser: Browser): Promise<string> {
  return requestIn(await (await browser.request(client.authorizeUrl())).text());
}

/** Goes as far as the account page. @returns the page */
export async function openAccountPage(
  client: RawClient,
  browser: Browser,
  changes: Parameters = {},
  email = ALICE_EMAIL,
): Promise<string> {
  const page = await (await browser.request(client.authorizeUrl(changes))).text();
  const answer = { request: requestIn(page), decision: 'approve', access: widestIn(page) };
  const response = await browser.post(`${client.server}/oauth/consent`, answer);
  const toApplication = response.headers.get('location')!;
  const back = await browser.signIn(toApplication, `${client.server}/oauth/callback`, { email });
  return (await browser.request(back.href)).text();
}

/** Goes as far as the second redirect to the application; the browser has the nonce. @returns the sealed state */
export async function leaveForBulletTrain(client: RawClient, browser: Browser): Promise<string> {
  const request = requestIn(await openAccountPage(client, browser));
  const answer = { request, decision: 'approve' };
  const response = await browser.post(`${client.server}/oauth/account`, answer);
  return new URL(response.headers.get('location')!).searchParams.get('state')!;
}

/** The server's own sealing, for values that the server would never make. */
export function sealingOf(server: string, secret: string): Sealing {
  const secrets = [readSecret(secret)!];
  return new Sealing({ oauth: { secrets }, server: { publicUrl: server } } as AppConfig);
}

/** @returns the same content sealed with another remaining time, in seconds, or another secret */
export async function reseal(
  purpose: Purpose,
  value: string,
  from: Sealing,
  { to = from, life = 60 }: { to?: Sealing; life?: number },
): Promise<string> {
  const content = await from.open(purpose, value);
  return to.seal(purpose, content!, Math.floor(Date.now() / 1000) + life);
}

/** One character changed in the middle of one of the five parts (RFC 7516 §7.1). */
export function tamper(value: string, part: 0 | 2 | 3 | 4): string {
  const parts = value.split('.');
  const text = parts[part]!;
  const at = Math.floor(text.length / 2);
  parts[part] = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  return parts.join('.');
}
