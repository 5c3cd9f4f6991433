import { Inject, Injectable, Logger } from '@nestjs/common';
import { compactDecrypt, CompactEncrypt, errors } from 'jose';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { KeyRing } from './key-ring.js';

/**
 * What a sealed value is for. A value of one purpose never opens as another: each purpose has its own keys, and its
 * name stands in the authenticated header.
 */
export type Purpose =
  | 'client'
  | 'consent'
  | 'account'
  | 'state'
  | 'code'
  | 'access_token'
  | 'refresh_token'
  | 'result'
  | 'answer'
  | 'approval'
  | 'approvals'
  | 'connections';

/** How far apart the clocks of two replicas, or of a client and this server, may be. */
export const CLOCK_LEEWAY_SECONDS = 120;
/**
 * Characters of a sealed value; longer ones are refused unread. Results come from replicas, not strangers, and hold
 * sealed tokens.
 */
const MAX_LENGTH = 8_192;
const MAX_RESULT_LENGTH = 65_536;
const SEALED = /^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether a text has the form of a sealed value: JWE compact with direct encryption (RFC 7516 §7.1). */
export function isSealed(text: string): boolean {
  return SEALED.test(text);
}

/**
 * Seals what has to survive between two requests. It travels through the client or the browser, and any replica with
 * the same OAUTH_SECRET can open it: JWE, `dir` with A256GCM (RFC 7516, RFC 7518).
 */
@Injectable()
export class Sealing {
  /** How many sealed values came with an unknown key since the start. */
  unknownKeys = 0;
  private readonly ring: KeyRing;
  private readonly logger = new Logger('SignIn');

  constructor(@Inject(appConfig.KEY) { oauth, server }: AppConfig) {
    this.ring = new KeyRing(oauth.secrets, server.publicUrl);
  }

  /** @param expiresAt in seconds since 1970; without it the value never expires */
  async seal(purpose: Purpose, content: object, expiresAt?: number): Promise<string> {
    const { kid } = this.ring.newest;
    const payload = JSON.stringify(expiresAt === undefined ? content : { ...content, expiresAt });
    return new CompactEncrypt(Buffer.from(payload))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, typ: purpose })
      .encrypt(await this.ring.encryptionKey(kid, purpose));
  }

  /** @returns the content; undefined when it has expired, or this server did not seal it for this purpose */
  async open<Content extends object>(
    purpose: Purpose,
    sealed: string,
  ): Promise<(Content & { expiresAt?: number }) | undefined> {
    const maxLength = purpose === 'result' || purpose === 'answer' ? MAX_RESULT_LENGTH : MAX_LENGTH;
    if (sealed.length > maxLength || !isSealed(sealed)) return undefined;
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(
        sealed,
        ({ kid }) => this.ring.encryptionKey(kid, purpose),
        { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
      );
      if (protectedHeader.typ !== purpose) return undefined;
      // The authentication tag says that this server wrote it, and the purpose says what it wrote.
      const content: Content & { expiresAt?: number } = JSON.parse(
        Buffer.from(plaintext).toString('utf8'),
      );
      return hasExpired(purpose, content.expiresAt) ? undefined : content;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) this.noteUnknownKey(purpose);
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** Logs only the first: after a change of the secret, every client's values would fill the log. */
  private noteUnknownKey(purpose: Purpose): void {
    this.unknownKeys += 1;
    if (this.unknownKeys > 1) return;
    this.logger.warn(
      `A sealed ${purpose} has an unknown key: OAUTH_SECRET or PUBLIC_URL has changed or differs between replicas, or somebody has made the value up. Its holder has to sign in again. This is logged once; sign_in_failures_total counts them`,
    );
  }

  /** The secrets of the client with this sealed id, one for each key of the ring, the newest first. */
  deriveSecrets(clientId: string): string[] {
    return this.ring.authenticate(clientId);
  }
}

/** The replica that sealed it may have had a slow clock; when an access token ends, Bullet Train decides. */
function hasExpired(purpose: Purpose, expiresAt: number | undefined): boolean {
  const leeway = purpose === 'access_token' ? 0 : CLOCK_LEEWAY_SECONDS;
  return expiresAt !== undefined && expiresAt + leeway <= now();
}

/** Seconds since 1970. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}
