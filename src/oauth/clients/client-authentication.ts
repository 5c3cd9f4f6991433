import { Injectable } from '@nestjs/common';
import { isEqualConstantTime } from '../../values/sha256.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { Sealing } from '../sealing/sealing.js';
import type { Client } from './client.js';
import { ClientAssertion } from './client-assertion.js';
import type { Credentials } from './credentials.js';

/** Checks that a client is who it claims to be (RFC 6749 §2.3, §3.2.1). */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly sealing: Sealing,
    private readonly assertion: ClientAssertion,
  ) {}

  /** @param from the sender's address @throws OAuthError `invalid_client`; BusyError */
  async check(client: Client, { method, proof }: Credentials, from?: string): Promise<void> {
    const { authenticationMethod } = client;
    if (authenticationMethod === 'none' && method === 'none') return;
    if (authenticationMethod === 'private_key_jwt' && method === 'private_key_jwt') {
      return this.assertion.check(client, proof ?? '', from);
    }
    // A client with a secret may send it in the header or in the form, whichever it registered.
    if (isSecret(authenticationMethod) && isSecret(method)) {
      const secrets = this.sealing.deriveSecrets(client.id);
      if (secrets.some((secret) => isEqualConstantTime(secret, proof ?? ''))) return;
      throw new OAuthError('invalid_client', 'The client_secret is wrong');
    }
    throw new OAuthError(
      'invalid_client',
      `The client must authenticate with ${authenticationMethod}, not with ${method}`,
    );
  }
}

function isSecret(method: string): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post';
}
