import { createHmac, hkdfSync, type webcrypto } from 'node:crypto';
import { errors } from 'jose';

type Key = webcrypto.CryptoKey;

interface Entry {
  /** Identifies the secret in a sealed value, without revealing any of it. */
  kid: string;
  secret: Uint8Array;
}

/**
 * One key for each secret and purpose, by HKDF-SHA-256 (RFC 5869) with the issuer as salt: a server cannot open what
 * another sealed, even if both have the same secret.
 */
export class KeyRing {
  private readonly entries: Entry[];
  private readonly keys = new Map<string, Promise<Key>>();

  /** @param secrets at least one: the first seals, all open */
  constructor(
    secrets: readonly Uint8Array[],
    private readonly issuer: string,
  ) {
    this.entries = secrets.map((secret) => ({
      kid: this.derive(secret, 'key id').toString('base64url').slice(0, 8),
      secret,
    }));
  }

  /** The secret that seals. */
  get newest(): Entry {
    const [newest] = this.entries;
    if (!newest) throw new Error('There is no secret to seal with');
    return newest;
  }

  /**
   * @param kid from an unauthenticated header, so not always a string
   * @throws JWKSNoMatchingKey when no secret of the ring has that id
   */
  encryptionKey(kid: unknown, purpose: string): Promise<Key> {
    const entry = this.entries.find((candidate) => candidate.kid === kid);
    if (!entry) throw new errors.JWKSNoMatchingKey();
    const name = `${entry.kid} ${purpose}`;
    const key = this.keys.get(name) ?? importKey(this.derive(entry.secret, `seal ${purpose}`));
    this.keys.set(name, key);
    return key;
  }

  /** HMAC-SHA-256 of a text with each secret, the newest first; in base64url. */
  authenticate(text: string): string[] {
    return this.entries.map(({ secret }) =>
      createHmac('sha256', this.derive(secret, 'client secret')).update(text).digest('base64url'),
    );
  }

  private derive(secret: Uint8Array, use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', secret, this.issuer, `bullet-train-mcp ${use}`, 32));
  }
}

function importKey(bytes: Buffer): Promise<Key> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
