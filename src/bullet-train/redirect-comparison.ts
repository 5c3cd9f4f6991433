import { Injectable } from '@nestjs/common';
import { BulletTrainClient } from './bullet-train.client.js';
import { UpstreamError } from './upstream-error.js';

const METADATA = '/.well-known/oauth-authorization-server';
const REMEMBER_MS = 5 * 60_000;

/**
 * How the application compares redirect URIs. Up to Doorkeeper 5.9 further query parameters pass (`URIChecker`);
 * Doorkeeper 6 wants the registered one to the letter (RFC 6749 §3.1.2.3), and is told by its metadata document, which
 * earlier ones do not have (RFC 8414).
 */
@Injectable()
export class RedirectComparison {
  private known?: { isExact: boolean; askedAt: number };
  private asking?: Promise<boolean> | undefined;

  constructor(private readonly client: BulletTrainClient) {}

  /**
   * Asked again after five minutes; what was known holds for as long as there is no answer.
   * @throws UpstreamError when nothing is known, and the application does not say
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
    const metadata = JSON.parse(body.toString('utf8')) as Record<string, unknown> | null;
    return typeof metadata?.['authorization_endpoint'] === 'string';
  } catch {
    return false;
  }
}
