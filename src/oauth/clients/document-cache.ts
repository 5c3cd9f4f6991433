import CachePolicy from 'http-cache-semantics';
import { BusyError } from '../protocol/oauth-error.js';
import { DocumentStore } from './document-store.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import { fetchPublicJson, type FetchedJson } from '../../public-fetch/fetch-json.js';
import { Shares } from './shares.js';

/** The most fetches at the same time: anybody can name a document that never arrives … */
const MAX_UNDER_WAY = 100;
/** … and the most for one host or one address. Clients in use have as many places of their own. */
const SHARE_UNDER_WAY = 20;
const RETRY_AFTER_SECONDS = 5;
/** The bounds of a copy's freshness, whatever its headers say: a change is noticed, and no host is flooded. */
const MIN_MS = 10_000;
const MAX_MS = 24 * 3_600_000;
/** How long the last good copy is used while its host does not answer. */
const LAST_GOOD_MS = 24 * 3_600_000;

interface Entry {
  /** The last good copy; undefined if there has been none. */
  json?: unknown;
  problem?: FetchError;
  bytes: number;
  /** When the copy was fetched … */
  fetchedAt: number;
  /** … and when a fetch was last tried. */
  triedAt: number;
  freshUntil: number;
}

/** Fetches JSON documents of unknown hosts, and keeps them as long as their HTTP headers say (RFC 9111). */
export class DocumentCache {
  private readonly entries = new DocumentStore<Entry>();
  private readonly underWay = new Map<string, Promise<Entry>>();
  private readonly placesInUse = new Shares(MAX_UNDER_WAY, SHARE_UNDER_WAY);
  private readonly placesOfStrangers = new Shares(MAX_UNDER_WAY, SHARE_UNDER_WAY);

  constructor(
    private readonly allowLoopback: boolean,
    private readonly fetchJson = fetchPublicJson,
  ) {}

  /**
   * @param maxAgeMs a copy that was last tried longer ago is fetched again, even if it is fresh
   * @param from the requester's address group
   * @throws FetchError when there is neither a document nor a copy of the last day
   * @throws BusyError when too many fetches are under way and there is no copy
   */
  async get(url: URL, maxAgeMs = Infinity, from = ''): Promise<unknown> {
    const known = this.entries.get(url);
    const isFresh = known && Date.now() < known.freshUntil && Date.now() - known.triedAt < maxAgeMs;
    const { json, problem } = isFresh ? known : await this.refresh(url, known, from);
    if (json === undefined && problem) throw problem;
    return json;
  }

  /** Marks a document as in use: somebody has signed in with its client. */
  keep(url: URL): void {
    this.entries.keep(url);
  }

  /** Whether somebody has signed in with its client. */
  isInUse(url: URL): boolean {
    return this.entries.isInUse(url);
  }

  private async refresh(url: URL, known: Entry | undefined, from: string): Promise<Entry> {
    const running = this.underWay.get(url.href);
    if (running) return running;
    const release = this.entries.isInUse(url)
      ? this.placesInUse.take(`host ${url.host}`)
      : this.placesOfStrangers.take(`host ${url.host}`, `address ${from}`);
    if (!release) {
      if (known?.json !== undefined) return known;
      throw new BusyError('Too many clients are being looked up', RETRY_AFTER_SECONDS);
    }
    const refreshing = this.fetchJson(url, this.allowLoopback)
      .then(accept, (error: unknown) => keepLastGood(error, known))
      .then((entry) => {
        this.entries.set(url, entry);
        return entry;
      })
      .finally(() => {
        this.underWay.delete(url.href);
        release();
      });
    this.underWay.set(url.href, refreshing);
    return refreshing;
  }
}

function accept({ json, bytes, status, headers }: FetchedJson): Entry {
  const policy = new CachePolicy({ method: 'GET', headers: {} }, { status, headers });
  const now = Date.now();
  const ttl = Math.min(Math.max(policy.timeToLive(), MIN_MS), MAX_MS);
  return { json, bytes, fetchedAt: now, triedAt: now, freshUntil: now + ttl };
}

function keepLastGood(error: unknown, known: Entry | undefined): Entry {
  if (!(error instanceof FetchError)) throw error;
  const now = Date.now();
  const tried = { problem: error, triedAt: now, freshUntil: now + MIN_MS };
  const isWithdrawn = error.status === 404 || error.status === 410;
  const isUsable = known?.json !== undefined && now - known.fetchedAt < LAST_GOOD_MS;
  if (known && isUsable && !isWithdrawn) return { ...known, ...tried };
  return { ...tried, bytes: 0, fetchedAt: now };
}
