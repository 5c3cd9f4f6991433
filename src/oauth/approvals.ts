import { Injectable } from '@nestjs/common';
import type { BrowserCookie, Cookies } from './browser.js';
import type { Client } from './clients/client.js';
import { readDestination, withoutPort } from './clients/redirect-uri.js';
import { digest } from './digest.js';
import { now, Sealing } from './sealing/sealing.js';

/** As whom a client connects: as the person, or as a new member of one of their teams. */
export type ConnectAs = 'me' | 'team';

type Approved = [key: string, connectAs: ConnectAs];

const COOKIE = 'approvals';
const LIFE_SECONDS = 90 * 24 * 3_600;
/** What still fits into a cookie with room to spare; the oldest are forgotten. */
const MAX_APPROVALS = 30;

/** Which clients a person has approved in this browser: a sealed cookie. */
@Injectable()
export class Approvals {
  constructor(private readonly sealing: Sealing) {}

  /** @returns as whom the client was approved, or undefined when it was not */
  async find(
    cookies: Cookies,
    client: Client,
    redirectUri: string,
  ): Promise<ConnectAs | undefined> {
    const key = approvalKey(client, redirectUri);
    return (await this.read(cookies)).find(([known]) => known === key)?.[1];
  }

  /** @returns the cookie that remembers one approval more */
  async add(cookies: Cookies, key: string, connectAs: ConnectAs): Promise<BrowserCookie> {
    const others = (await this.read(cookies)).filter(([known]) => known !== key);
    const approved: Approved[] = [[key, connectAs], ...others.slice(0, MAX_APPROVALS - 1)];
    const value = await this.sealing.seal('approvals', { approved }, now() + LIFE_SECONDS);
    return { name: COOKIE, value, maxAgeSeconds: LIFE_SECONDS };
  }

  private async read(cookies: Cookies): Promise<Approved[]> {
    const opened = await this.sealing.open<{ approved: Approved[] }>(
      'approvals',
      cookies[COOKIE] ?? '',
    );
    return opened?.approved ?? [];
  }
}

/**
 * What an approval holds for: this client, back to this address.
 * @returns undefined when it must be asked for every time, because the id is public and whoever listens
 * on the person's own device could use it as well (RFC 8252 §8.6)
 */
export function approvalKey(client: Client, redirectUri: string): string | undefined {
  const isWebsite = readDestination(redirectUri)?.kind === 'website';
  if (client.kind === 'document' && !isWebsite) return undefined;
  const address = isWebsite ? redirectUri : withoutPort(redirectUri);
  return digest(JSON.stringify([client.id, address])).slice(0, 22);
}
