import { BusyError } from '../protocol/oauth-error.js';
import { Shares } from './shares.js';

/** About 200 bytes each: 10 MB. */
const MAX_REMEMBERED = 50_000;
/** For the clients of one host, and for one sender's address. */
const SHARE = 10_000;
/** Strangers cannot take the rest: it is for clients with which people have signed in. */
const MAX_OF_STRANGERS = MAX_REMEMBERED / 2;
const SWEEP_PAUSE_MS = 1_000;
const RETRY_AFTER_SECONDS = 60;

interface Used {
  until: number;
  release: () => void;
}

/** Remembers used client assertions until they expire, never shorter: a forgotten one could be used again. */
export class UsedAssertions {
  private readonly used = new Map<string, Used>();
  private readonly strangers = new Shares(MAX_OF_STRANGERS, SHARE);
  private readonly known = new Shares(MAX_REMEMBERED - MAX_OF_STRANGERS, SHARE);
  private sweptAt = 0;

  /**
   * @param owners the client's host and the sender's address
   * @returns whether it is used for the first time
   * @throws BusyError when there is no room left, or none for one of the owners
   */
  add(key: string, ttlMs: number, isKnown: boolean, owners: string[]): boolean {
    const before = this.used.get(key);
    if (before && before.until > Date.now()) return false;
    before?.release();
    this.used.set(key, {
      until: Date.now() + ttlMs,
      release: this.takePlace(isKnown, owners, key),
    });
    return true;
  }

  private takePlace(isKnown: boolean, owners: string[], key: string): () => void {
    const shares = isKnown ? this.known : this.strangers;
    let place = shares.take(...owners);
    if (!place) {
      this.sweep();
      place = shares.take(...owners);
    }
    if (place) return place;
    this.used.delete(key);
    throw new BusyError('Too many clients are signing in', RETRY_AFTER_SECONDS);
  }

  private sweep(): void {
    const now = Date.now();
    if (now < this.sweptAt + SWEEP_PAUSE_MS) return;
    this.sweptAt = now;
    for (const [key, { until, release }] of this.used) {
      if (until > now) continue;
      this.used.delete(key);
      release();
    }
  }
}
