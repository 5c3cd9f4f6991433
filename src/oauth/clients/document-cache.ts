import CachePolicy from 'http-cache-semantics';
import { LRUCache } from 'lru-cache';
import { FetchError, fetchPublicJson, type FetchedJson } from './public-fetch.js';

const MAX_DOCUMENTS = 1_000;
/** As text. Parsed, the worst JSON takes twenty times as much memory. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Anybody can name a document: at most so many are fetched at the same time. */
const MAX_UNDER_WAY = 100;
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
  private readonly entries = new LRUCache<string, Entry>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }, address) => bytes + address.length,
  });
  private readonly underWay = new Map<string, Promise<Entry>>();

  constructor(private readonly allowLoopback: boolean) {}

  /**
   * @param maxAgeMs what was last asked for longer ago is fetched again, even if it is fresh
   * @throws FetchError when there is none, and no copy of the last day
   */
  async get(url: URL, maxAgeMs = Infinity): Promise<unknown> {
    const known = this.entries.get(url.href);
    const isFresh = known && Date.now() < known.freshUntil && Date.now() - known.triedAt < maxAgeMs;
    const { json, problem } = isFresh ? known : await this.refresh(url, known);
    if (json === undefined && problem) throw problem;
    return json;
  }

  private refresh(url: URL, known: Entry | undefined): Promise<Entry> {
    const running = this.underWay.get(url.href);
    if (running) return running;
    if (this.underWay.size >= MAX_UNDER_WAY) {
      const busy = new FetchError('too many documents are being fetched: try again in 5 s');
      return known ? Promise.resolve(known) : Promise.reject(busy);
    }
    const refreshing = fetchPublicJson(url, this.allowLoopback)
      .then(accept, (error: unknown) => keepLastGood(error, known))
      .then((entry) => {
        this.entries.set(url.href, entry);
        return entry;
      })
      .finally(() => this.underWay.delete(url.href));
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
