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
   * @throws OAuthError `invalid_client` when it is not the client's, not for this server, too old or already used
   * @throws BusyError
   */
  async check(client: Client, assertion: string, from?: string): Promise<void> {
    const address = addressGroup(from);
    const claims =
      (await this.verify(client, assertion, false, address)) ??
      (await this.verify(client, assertion, true, address));
    if (!claims) throw refuse("it is not signed with the client's keys");
    // Another server in its audience could replay it here.
    if (![claims.aud].flat().every((one) => this.audiences.includes(String(one)))) {
      throw refuse('its audience must be this server alone');
    }
    const secondsLeft = (claims.exp ?? 0) - Date.now() / 1000;
    if (secondsLeft > MAX_LIFE_SECONDS + CLOCK_LEEWAY_SECONDS) {
      throw refuse(`it is valid for longer than ${MAX_LIFE_SECONDS} s`);
    }
    await this.useOnce(client, claims, assertion, secondsLeft, address);
  }

  /** RFC 7523 §3: the token endpoint; newer drafts demand the issuer. */
  private get audiences(): string[] {
    const { publicUrl } = this.config.server;
    return [publicUrl, `${publicUrl}/oauth/token`];
  }

  /** @returns undefined when no known key fits: the client may have new keys */
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
      // Broken keys fail in many ways; all of them are the client's fault, not a fault of this server.
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
    // Without an id the signed part counts: the same text can have several valid signatures.
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
