import { Inject, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { isRecord } from '../values/is-record.js';
import { BulletTrainClient } from './bullet-train.client.js';
import { connectionShares } from './connection-shares.js';
import { FairQueue } from './fair-queue.js';
import { sha256 } from '../values/sha256.js';
import type { UpstreamResponse } from './upstream.js';
import { UpstreamError } from './upstream-error.js';

/** What Bullet Train says about a token. */
export interface Verdict {
  valid: boolean;
  /** The client ID of the application that the token was issued to, if token info names it. */
  application?: string;
  /** The id of the token's person (Doorkeeper's `resource_owner_id`), if token info names it. */
  owner?: string;
}

const REFUSED_SECONDS = 5;
/** The most memory of verdicts on good tokens, and on others: together at most 60,000 verdicts. */
const GOOD_BYTES = 16 * 1024 * 1024;
const REFUSED_BYTES = 2 * 1024 * 1024;
/** Of one verdict with its key, rounded up. */
const VERDICT_BYTES = 320;
/** A client ID is never longer. */
const MOST_ID_CHARS = 200;
/** How many checks of unknown tokens may wait, and for how long: after a restart, all tokens are unknown. */
const MOST_WAITING = 4_096;
const WAIT_MS = 20_000;

interface Remembered {
  verdict: Verdict;
  /** In milliseconds of performance.now(). Later, the application is asked again, but the token stays known. */
  freshUntil: number;
}

/**
 * Asks Bullet Train whether a token is valid (`GET /oauth/token/info`, Doorkeeper), because its API checks neither
 * expiry nor revocation. It keeps only the token's SHA-256 and the verdict. Good tokens are kept apart from the others:
 * strangers can make up any number of tokens, and must not displace known ones.
 */
@Injectable()
export class TokenValidator {
  private readonly logger = new Logger(TokenValidator.name);
  /** How often a verdict was in the cache, and how often not. */
  readonly lookups = { hits: 0, misses: 0 };
  private readonly good = new LRUCache<string, Remembered>({
    maxSize: GOOD_BYTES,
    sizeCalculation: ({ verdict }) =>
      VERDICT_BYTES + (verdict.application?.length ?? 0) + (verdict.owner?.length ?? 0),
  });
  private readonly bad = new LRUCache<string, Remembered>({
    maxSize: REFUSED_BYTES,
    sizeCalculation: () => VERDICT_BYTES,
  });
  private readonly underWay = new Map<string, Promise<Verdict>>();
  /** By address: whoever checks many made-up tokens waits behind the others, and known tokens never wait here. */
  private readonly strangers: FairQueue;
  private trustedWithoutAsking = false;

  constructor(
    private readonly client: BulletTrainClient,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {
    const running = Math.ceil(connectionShares(config).own / 2);
    this.strangers = new FairQueue({
      running,
      runningPerKey: running,
      waiting: MOST_WAITING,
      waitMs: WAIT_MS,
    });
  }

  /**
   * @param digest the token's SHA-256, if the caller has it already
   * @param stranger the address that sends an unknown token; undefined for a token that is known otherwise
   * @returns whether the application accepts the token, and whose it is
   * @throws UpstreamError when the application cannot say; the token may be good
   */
  async check(token: string, digest = sha256(token), stranger?: string): Promise<Verdict> {
    const known = this.good.get(digest) ?? this.bad.get(digest);
    if (known && performance.now() < known.freshUntil) {
      this.lookups.hits += 1;
      return known.verdict;
    }
    this.lookups.misses += 1;
    return this.underWay.get(digest) ?? this.ask(token, digest, stranger);
  }

  /** Whether the cache remembers that the token with this digest was good, however long ago. */
  isKnown(digest: string): boolean {
    return this.good.has(digest);
  }

  /** The number of verdicts in the cache. */
  get cached(): number {
    return this.good.size + this.bad.size;
  }

  /** Their memory in bytes, rounded up. */
  get cachedBytes(): number {
    return this.good.calculatedSize + this.bad.calculatedSize;
  }

  /** Asks again at the next request: the application has just refused the token. */
  forget(token: string): void {
    const known = this.good.peek(sha256(token));
    if (known) known.freshUntil = 0;
  }

  private ask(token: string, key: string, stranger: string | undefined): Promise<Verdict> {
    const send = () => this.client.send({ method: 'GET', path: '/oauth/token/info', token });
    const asking = (stranger === undefined ? send() : this.strangers.run(stranger, send))
      .then((response) => this.keep(key, this.judge(response)))
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, asking);
    return asking;
  }

  private judge(response: UpstreamResponse): { verdict: Verdict; seconds: number } {
    const { status } = response;
    if (status === 401) return { verdict: { valid: false }, seconds: REFUSED_SECONDS };
    if (status === 404) {
      this.warnOnce();
      return { verdict: { valid: true }, seconds: this.config.tokenCacheSeconds };
    }
    if (status !== 200) throw unexpected(`${status}`, response);
    const info = parseInfo(response);
    const left = typeof info['expires_in'] === 'number' ? info['expires_in'] : Infinity;
    const application = info['application'];
    const uid = isRecord(application) ? application['uid'] : undefined;
    const owner = info['resource_owner_id'];
    const isOwner = typeof owner === 'number' || (typeof owner === 'string' && owner.length <= 64);
    const isId = typeof uid === 'string' && uid.length <= MOST_ID_CHARS;
    return {
      verdict: {
        valid: true,
        ...(isId && { application: uid }),
        ...(isOwner && { owner: String(owner) }),
      },
      seconds: Math.min(this.config.tokenCacheSeconds, left),
    };
  }

  private keep(key: string, { verdict, seconds }: { verdict: Verdict; seconds: number }): Verdict {
    const remembered = { verdict, freshUntil: performance.now() + seconds * 1000 };
    const [to, from] = verdict.valid ? [this.good, this.bad] : [this.bad, this.good];
    from.delete(key);
    to.set(key, remembered);
    return verdict;
  }

  private warnOnce(): void {
    if (this.trustedWithoutAsking) return;
    this.trustedWithoutAsking = true;
    this.logger.warn(
      'The application has no /oauth/token/info (404): the server trusts every token, and only the API checks it',
    );
  }
}

function parseInfo(response: UpstreamResponse): Record<string, unknown> {
  try {
    const info: unknown = JSON.parse(response.body.toString('utf8'));
    if (isRecord(info)) return info;
  } catch {
    // Not JSON: the same error as any other response that is not token info.
  }
  throw unexpected('200, but not with JSON', response);
}

function unexpected(what: string, { headers }: UpstreamResponse): UpstreamError {
  const retryAfter = Number(headers['retry-after']);
  return new UpstreamError(
    'unexpected',
    `The application cannot say whether the token is valid: /oauth/token/info answered ${what}`,
    retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {},
  );
}
