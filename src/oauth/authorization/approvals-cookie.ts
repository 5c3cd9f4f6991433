import { Injectable } from '@nestjs/common';
import { isRecord } from '../../values/is-record.js';
import { Sealing } from '../sealing/sealing.js';
import type { BrowserCookie, Cookies } from './browser.js';

/** A connection that a person approved in this browser. */
export interface Approval {
  /** The connection's id. */
  id: string;
  /** The user who approved it, and the client's name. */
  person: string;
  client: string;
  scope: string;
  /** Names of teams; undefined for all of the person's. */
  teams?: readonly string[];
  /** Whether the client acts as a new member of that one team. */
  isMember?: true;
  /** Seconds since 1970. */
  at: number;
}

const NAME = 'approvals';
/** The only path that gets the cookie: requests to the other pages have no room for it beside pending sign-ins. */
const PATH = '/oauth/callback';
/** Browsers keep none longer than 400 days (RFC 6265bis §5.5). */
const MAX_AGE_SECONDS = 180 * 24 * 3_600;
const MAX_APPROVALS = 10;
const MAX_CHARS = 1_600;
const MAX_NAME = 40;
/** The most teams that are named; a further one says that there are others. */
const MAX_TEAMS = 3;
const MAX_TEAM = 20;

/** The approvals that a browser remembers, sealed in their own cookie; the oldest are dropped first. */
@Injectable()
export class ApprovalsCookie {
  constructor(private readonly sealing: Sealing) {}

  /** @returns the approvals, newest first; none if this server did not make the cookie */
  async read(cookies: Cookies): Promise<Approval[]> {
    const content = await this.sealing.open<{ approvals: Approval[] }>(
      'approvals',
      cookies[NAME] ?? '',
    );
    return content?.approvals.filter(isRecord) ?? [];
  }

  async add(cookies: Cookies, approval: Approval): Promise<BrowserCookie> {
    return this.write([shorten(approval), ...(await this.read(cookies))]);
  }

  async write(approvals: readonly Approval[]): Promise<BrowserCookie> {
    let kept = approvals.slice(0, MAX_APPROVALS);
    let value = await this.sealing.seal('approvals', { approvals: kept });
    while (value.length > MAX_CHARS) {
      kept = kept.slice(0, -1);
      value = await this.sealing.seal('approvals', { approvals: kept });
    }
    return { name: NAME, value, maxAgeSeconds: MAX_AGE_SECONDS, path: PATH };
  }
}

function shorten({ teams, ...approval }: Approval): Approval {
  const named = teams?.slice(0, MAX_TEAMS).map((name) => cut(name, MAX_TEAM));
  if (named && teams && teams.length > named.length) named.push('…');
  return { ...approval, client: cut(approval.client, MAX_NAME), ...(named && { teams: named }) };
}

function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text;
}
