import { isRecord } from '../../values/is-record.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { pickParameters } from '../protocol/parameters.js';
import type { AuthenticationMethod } from './client.js';

/** RFC 7523 §2.2. */
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A client's identity at the token endpoint, and how it proves it. */
export interface Credentials {
  clientId: string;
  method: AuthenticationMethod;
  /** The secret or the assertion. */
  proof?: string;
}

/**
 * Reads the client's credentials from the header or the form (RFC 6749 §2.3).
 * @throws OAuthError `invalid_request` for two proofs at once, `invalid_client` when there is no client_id
 */
export function readCredentials(form: unknown, authorization: string | undefined): Credentials {
  const {
    client_id: clientId,
    client_secret: secret,
    client_assertion: assertion,
    client_assertion_type: assertionType,
  } = pickParameters(form, [
    'client_id',
    'client_secret',
    'client_assertion',
    'client_assertion_type',
  ]);
  const basic = readBasic(authorization);
  const proofs = [basic?.proof, secret, assertion].filter((proof) => proof !== undefined);
  if (proofs.length > 1) {
    throw new OAuthError('invalid_request', 'The client must authenticate in one way only');
  }
  if (basic && clientId !== undefined && clientId !== basic.clientId) {
    throw new OAuthError('invalid_request', 'client_id is not that of the Authorization header');
  }
  if (basic) return { ...basic, method: 'client_secret_basic' };
  if (assertion !== undefined) {
    if (assertionType !== JWT_BEARER) {
      throw new OAuthError('invalid_request', `client_assertion_type must be ${JWT_BEARER}`);
    }
    const subject = clientId ?? subjectOf(assertion);
    return { clientId: required(subject), method: 'private_key_jwt', proof: assertion };
  }
  if (secret !== undefined) {
    return { clientId: required(clientId), method: 'client_secret_post', proof: secret };
  }
  return { clientId: required(clientId), method: 'none' };
}

function required(clientId: string | undefined): string {
  if (clientId !== undefined) return clientId;
  throw new OAuthError('invalid_client', 'The parameter client_id is missing');
}

/**
 * RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
 * @throws OAuthError `invalid_client` when the header cannot be read, even if the form has credentials
 */
function readBasic(authorization = ''): { clientId: string; proof: string } | undefined {
  if (!/^basic\b/i.test(authorization)) return undefined;
  const [, encoded = ''] = /^basic +([\w+/=-]+)$/i.exec(authorization) ?? [];
  const [, clientId, secret] =
    /^([^:]+):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (clientId === undefined || secret === undefined) {
    throw new OAuthError(
      'invalid_client',
      'The Authorization header has no valid Basic credentials',
    );
  }
  return { clientId: formDecode(clientId), proof: formDecode(secret) };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A client may name itself in the assertion alone (RFC 7521 §4.2); the signature is checked later. */
function subjectOf(assertion: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    return isRecord(claims) && typeof claims['sub'] === 'string' ? claims['sub'] : undefined;
  } catch {
    return undefined;
  }
}
