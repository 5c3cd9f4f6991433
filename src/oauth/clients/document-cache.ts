import CachePolicy from 'http-cache-semantics';
import { BusyError } from '../protocol/oauth-error.js';
import { DocumentStore } from './document-store.js';
import { FetchError, fetchPublicJson, type FetchedJson } from './public-fetch.js';
import { Shares } from './shares.js';

/** Anybody can name a document, and one that never arrives: at most so many are fetched at the same time … */
const MAX_UNDER_WAY = 100;
/** … and so many of one host, or for one address. Clients in use have as many places of their own. */
const SHARE_UNDER_WAY = 20;
const RETRY_AFTER_SECONDS = 5;
/** Whatever the headers say: often enough to notice a change, seldom enough to burden nobody. */
const MIN_MS = 10_000;
const MAX_MS = 24 * 3_600_000;
/** How long the last good copy is used while its host does not answer. */
const LAST_GOOD_MS = 24 * 3_600_000;

interface Entry {
  /** The last good copy; undefined while there has been none. */
  json?: unknown;
  problem?: FetchError;
  bytes: number;
  /** When the copy was fetched … */
  fetchedAt: number;
  /** … and when it was last tried. */
  triedAt: number;
  freshUntil: number;
}

/** Fetches strangers' JSON documents and keeps them as long as their HTTP headers say (RFC 9111). */
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
   * @param maxAgeMs what was last asked for longer ago is fetched again, even if it is fresh
   * @param from who asks: the address, as it is counted
   * @throws FetchError when there is none, and no copy of the last day
   * @throws BusyError when too many are being fetched, and there is no copy
   */
  async get(url: URL, maxAgeMs = Infinity, from = ''): Promise<unknown> {
    const known = this.entries.get(url);
    const isFresh = known && Date.now() < known.freshUntil && Date.now() - known.triedAt < maxAgeMs;
    const { json, problem } = isFresh ? known : await this.refresh(url, known, from);
    if (json === undefined && problem) throw problem;
    return json;
  }

  /** Somebody has signed in with the client that this document is about. */
  keep(url: URL): void {
    this.entries.keep(url);
  }

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
