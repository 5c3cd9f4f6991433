import { Inject, Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { sha256 } from '../../values/sha256.js';
import { addressGroup } from '../../limits/address-group.js';
import { SIGNING_ALGORITHMS } from '../protocol/metadata.js';
import { OAuthError } from '../protocol/oauth-error.js';
import type { Client } from './client.js';
import { CLOCK_LEEWAY_SECONDS } from '../sealing/sealing.js';
import { SharedMemory } from '../sharing/shared-memory.js';
import { MetadataDocumentClients } from './metadata-document-clients.js';
import { UsedAssertions } from './used-assertions.js';

const MAX_LIFE_SECONDS = 600;

/** Checks the signed assertions of `private_key_jwt` clients (RFC 7523 §3). */
@Injectable()
export class ClientAssertion {
  private readonly used = new UsedAssertions();

  constructor(
    private readonly documents: MetadataDocumentClients,
    private readonly memory: SharedMemory,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param from the sender's address
   * @throws OAuthError `invalid_client` when the assertion is not the client's, not for here, too old, or used
   * @throws BusyError
   */
  async check(client: Client, assertion: string, from?: string): Promise<void> {
    const address = addressGroup(from);
    const claims =
      (await this.verify(client, assertion, false, address)) ??
      (await this.verify(client, assertion, true, address));
    if (!claims) throw refuse('its keys did not sign it');
    // Another server that it is for as well could use it here.
    if (![claims.aud].flat().every((one) => this.audiences.includes(String(one)))) {
      throw refuse('it is not for this server alone');
    }
    const secondsLeft = (claims.exp ?? 0) - Date.now() / 1000;
    if (secondsLeft > MAX_LIFE_SECONDS + CLOCK_LEEWAY_SECONDS) {
      throw refuse(`it lives longer than ${MAX_LIFE_SECONDS} s`);
    }
    await this.useOnce(client, claims, assertion, secondsLeft, address);
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
    address: string,
  ): Promise<JWTPayload | undefined> {
    const keys = await this.documents.keysOf(client, again, address);
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

  private async useOnce(
    client: Client,
    { jti }: JWTPayload,
    assertion: string,
    secondsLeft: number,
    address: string,
  ): Promise<void> {
    // Without an id what was signed counts: of the same text there can be several valid signatures.
    const signed = assertion.slice(0, assertion.lastIndexOf('.'));
    const identity = typeof jti === 'string' ? `${client.id} ${jti}` : signed;
    const key = sha256(identity);
    const ttlMs = Math.ceil((secondsLeft + CLOCK_LEEWAY_SECONDS) * 1000);
    const owners = [`host ${new URL(client.id).host}`, `address ${address}`];
    const isNew = this.used.add(key, ttlMs, this.documents.isInUse(client), owners);
    if (!isNew || !(await this.memory.isFirst(`assertion:${key}`, ttlMs))) {
      throw refuse('it has been used before');
    }
  }
}

function refuse(reason: string): OAuthError {
  return new OAuthError('invalid_client', `The client_assertion is not accepted: ${reason}`);
}
