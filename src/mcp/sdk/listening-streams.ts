import { hash } from 'node:crypto';
import { JsonRpcError } from '../message/json-rpc-error.js';

/** For one token: a client needs a stream for each of its windows. */
const MOST_OF_ONE = 32;
/** In total: as many as the SDK serves. */
const MOST = 1_024;

/** Counts the open streams of changes; each is a connection that its client keeps as long as it likes. */
export class ListeningStreams {
  /** By the SHA-256 of the token. */
  private readonly openOf = new Map<string, number>();
  private total = 0;

  /**
   * @returns a function to call when the stream has ended
   * @throws JsonRpcError when one token has too many, or all have
   */
  open(token: string): () => void {
    const key = hash('sha256', token, 'base64url');
    const open = this.openOf.get(key) ?? 0;
    if (open >= MOST_OF_ONE) {
      throw refusal(429, `There are ${MOST_OF_ONE} streams of this token already: end one first`);
    }
    if (this.total >= MOST) throw refusal(503, 'Too many streams are open here: try again later');
    this.total += 1;
    this.openOf.set(key, open + 1);
    return () => this.close(key);
  }

  /** How many tokens have a stream. */
  get size(): number {
    return this.openOf.size;
  }

  private close(key: string): void {
    this.total -= 1;
    const left = (this.openOf.get(key) ?? 1) - 1;
    if (left > 0) this.openOf.set(key, left);
    else this.openOf.delete(key);
  }
}

function refusal(status: number, message: string): JsonRpcError {
  return new JsonRpcError(status, -32000, message, null, { 'Retry-After': '60' });
}
