import { Injectable } from '@nestjs/common';
import { OAuthError } from '../protocol/oauth-error.js';
import { now, Sealing } from '../sealing/sealing.js';
import { readName, type AuthenticationMethod, type Client } from './client.js';
import { supportedScopes } from '../protocol/scope.js';
import { readDestination, readRedirectUris } from './redirect-uri.js';

/** Some clients store the id in a column of this width. */
const MAX_ID_LENGTH = 1_023;
const METHODS = ['none', 'client_secret_post', 'client_secret_basic'] as const;

/** What a client's id seals; the keys are short because the id has to be. */
interface Registration {
  name?: string;
  uris: string[];
  method: AuthenticationMethod;
}

/** Clients registered here. The server stores nothing: the id is the sealed registration, and it never expires. */
@Injectable()
export class RegisteredClients {
  constructor(private readonly sealing: Sealing) {}

  /** @throws OAuthError `invalid_client` when this server did not make the id */
  async find(id: string): Promise<Client> {
    const registration = await this.sealing.open<Registration>('client', id);
    if (!registration) {
      throw new OAuthError(
        'invalid_client',
        'This server does not know the client_id: register again',
      );
    }
    const { name, uris, method } = registration;
    return {
      id,
      kind: 'registered',
      name: name ?? readDestination(uris[0] ?? '')?.name ?? 'a client without a name',
      redirectUris: uris,
      authenticationMethod: method,
    };
  }

  /**
   * Registers a client (RFC 7591 §3.1). Unknown metadata is ignored.
   * @param identifies whether there is a userinfo endpoint
   * @returns the registration as the server accepted it (§3.2.1)
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`
   */
  async register(
    metadata: Record<string, unknown>,
    identifies: boolean,
  ): Promise<Record<string, unknown>> {
    const redirectUris = readRedirectUris(metadata['redirect_uris']);
    const method = readMethod(metadata['token_endpoint_auth_method']);
    checkTypes(metadata);
    const name = readName(metadata['client_name']);
    const registration: Registration = { ...(name && { name }), uris: redirectUris, method };
    const clientId = await this.sealing.seal('client', registration);
    if (clientId.length > MAX_ID_LENGTH) {
      throw new OAuthError(
        'invalid_redirect_uri',
        'The redirect_uris are too long: register fewer, or shorter ones',
      );
    }
    return {
      client_id: clientId,
      client_id_issued_at: now(),
      ...(method !== 'none' && {
        client_secret: this.sealing.deriveSecrets(clientId)[0],
        client_secret_expires_at: 0,
      }),
      ...(name && { client_name: name }),
      redirect_uris: redirectUris,
      token_endpoint_auth_method: method,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // All that a client can ask for later (RFC 7591 §2), as in the metadata, and not only what it asked for now: a
      // server may register another scope (§3.2.1), and some clients never ask for more than was registered.
      scope: supportedScopes(identifies).join(' '),
    };
  }
}

/** The default is the standard's (RFC 7591 §2). */
function readMethod(given: unknown): AuthenticationMethod {
  const method = METHODS.find((known) => known === (given ?? 'client_secret_basic'));
  if (method) return method;
  throw new OAuthError(
    'invalid_client_metadata',
    `token_endpoint_auth_method must be one of ${METHODS.join(', ')}`,
  );
}

function checkTypes({ grant_types: grants, response_types: responses }: Record<string, unknown>) {
  if (grants !== undefined && !(Array.isArray(grants) && grants.includes('authorization_code'))) {
    throw new OAuthError('invalid_client_metadata', 'grant_types must include authorization_code');
  }
  if (responses !== undefined && !(Array.isArray(responses) && responses.includes('code'))) {
    throw new OAuthError('invalid_client_metadata', 'response_types must include code');
  }
}
