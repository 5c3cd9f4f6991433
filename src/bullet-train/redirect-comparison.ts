import { Injectable } from '@nestjs/common';
import { isRecord } from '../values/is-record.js';
import { BulletTrainClient } from './bullet-train.client.js';
import { UpstreamError } from './upstream-error.js';

const METADATA = '/.well-known/oauth-authorization-server';
const REMEMBER_MS = 5 * 60_000;

/**
 * How the application compares redirect URIs. Up to 5.9, Doorkeeper accepts further query parameters (`URIChecker`).
 * Doorkeeper 6 demands the registered URI exactly (RFC 6749 §3.1.2.3). It is recognised by its metadata document, which
 * earlier versions do not have (RFC 8414).
 */
@Injectable()
export class RedirectComparison {
  private known?: { isExact: boolean; askedAt: number };
  private asking?: Promise<boolean> | undefined;

  constructor(private readonly client: BulletTrainClient) {}

  /**
   * Asks again after five minutes; while the application does not answer, the last result stands.
   * @throws UpstreamError when there is no result yet and the application does not answer
   */
  async isExact(): Promise<boolean> {
    if (this.known && Date.now() - this.known.askedAt < REMEMBER_MS) return this.known.isExact;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    try {
      return await this.asking;
    } catch (error) {
      if (this.known) return this.known.isExact;
      throw error;
    }
  }

  private async ask(): Promise<boolean> {
    const { status, body } = await this.client.send({ method: 'GET', path: METADATA });
    if (status >= 500 || status === 429) {
      throw new UpstreamError('unexpected', `${METADATA} answered ${status}`);
    }
    const isExact = status === 200 && isMetadata(body);
    this.known = { isExact, askedAt: Date.now() };
    return isExact;
  }
}

function isMetadata(body: Buffer): boolean {
  try {
    const metadata: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(metadata) && typeof metadata['authorization_endpoint'] === 'string';
  } catch {
    return false;
  }
}
