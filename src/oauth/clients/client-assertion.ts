import { Inject, Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { digest } from '../digest.js';
import { OAuthError } from '../oauth-error.js';
import type { Client } from './client.js';
import { CLOCK_LEEWAY_SECONDS } from '../sealing/sealing.js';
import { DocumentClients } from './document-clients.js';

/** What a client may sign with: never a shared secret, never `none`. */
export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const MAX_LIFE_SECONDS = 600;
const MAX_REMEMBERED = 10_000;

/** Checks the signed assertions of `private_key_jwt` clients (RFC 7523 §3). */
@Injectable()
export class ClientAssertion {
  /** Assertions already used, until they expire. */
  private readonly used = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  constructor(
    private readonly documents: DocumentClients,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @throws OAuthError `invalid_client` when the assertion is not the client's, not for here, too old, or used */
  async check(client: Client, assertion: string): Promise<void> {
    const claims =
      (await this.verify(client, assertion, false)) ?? (await this.verify(client, assertion, true));
    if (!claims) throw refuse('its keys did not sign it');
    // Another server that it is for as well could use it here.
    if (![claims.aud].flat().every((one) => this.audiences.includes(String(one)))) {
      throw refuse('it is not for this server alone');
    }
    const secondsLeft = (claims.exp ?? 0) - Date.now() / 1000;
    if (secondsLeft > MAX_LIFE_SECONDS + CLOCK_LEEWAY_SECONDS) {
      throw refuse(`it lives longer than ${MAX_LIFE_SECONDS} s`);
    }
    this.useOnce(client, claims, assertion, secondsLeft);
  }

  /** RFC 7523 §3: the token endpoint or, as newer drafts demand, the issuer. */
  private get audiences(): string[] {
    const { publicUrl } = this.config.server;
    return [publicUrl, `${publicUrl}/oauth/token`];
  }

  /** @returns undefined when none of the keys at hand fits: the client may have new ones */
  private async verify(
    client: Client,
    assertion: string,
    again: boolean,
  ): Promise<JWTPayload | undefined> {
    const keys = await this.documents.keysOf(client, again);
    try {
      const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), {
        issuer: client.id,
        subject: client.id,
        audience: this.audiences,
        algorithms: SIGNING_ALGORITHMS,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_LEEWAY_SECONDS,
      });
      return payload;
    } catch (error) {
      const isOtherKey =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWSSignatureVerificationFailed;
      if (isOtherKey) return undefined;
      // Keys that are none fail in as many ways as there are: they are the client's, not a fault of ours.
      throw refuse(error instanceof errors.JOSEError ? error.message : 'its keys cannot be used');
    }
  }

  private useOnce(client: Client, { jti }: JWTPayload, assertion: string, secondsLeft: number) {
    // Without an id what was signed counts: of the same text there can be several valid signatures.
    const signed = assertion.slice(0, assertion.lastIndexOf('.'));
    const identity = typeof jti === 'string' ? `${client.id} ${jti}` : signed;
    const key = digest(identity);
    if (this.used.has(key)) throw refuse('it has been used before');
    this.used.set(key, true, { ttl: (secondsLeft + CLOCK_LEEWAY_SECONDS) * 1000 });
  }
}

function refuse(reason: string): OAuthError {
  return new OAuthError('invalid_client', `The client_assertion is not accepted: ${reason}`);
}
