import { Inject, Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { isRecord } from '../../values/is-record.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { readName, type AuthenticationMethod, type Client } from './client.js';
import { DocumentCache } from './document-cache.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import { readRedirectUris } from './redirect-uri.js';

/** In characters: the consent page shows it. */
const MAX_ADDRESS_LENGTH = 512;
/** A signature with an unknown key makes the server fetch the keys again, but no more often than this. */
const KEYS_MAX_AGE_MS = 10_000;

/** Clients whose id is the address of a document about them (OAuth Client ID Metadata Document, CIMD, draft 01). */
@Injectable()
export class MetadataDocumentClients {
  private readonly documents: DocumentCache;

  constructor(@Inject(appConfig.KEY) { oauth }: AppConfig) {
    this.documents = new DocumentCache(oauth.loopbackDocuments);
  }

  /**
   * @param from the requester's address group
   * @throws OAuthError `invalid_client` when there is no document, or it describes another client; BusyError
   */
  async find(id: string, from?: string): Promise<Client> {
    const document = await this.fetch(readAddress(id), undefined, from);
    if (document['client_id'] !== id) {
      throw refuse('its client_id must be the address it was fetched from');
    }
    return {
      id,
      kind: 'document',
      name: readName(document['client_name']) ?? new URL(id).host,
      redirectUris: readUris(document),
      ...readAuthentication(document),
    };
  }

  /**
   * @param again true: the known keys did not fit
   * @throws OAuthError `invalid_client`; BusyError
   */
  async keysOf({ keys }: Client, again: boolean, from?: string): Promise<JSONWebKeySet> {
    if (!(keys instanceof URL)) return keys ?? { keys: [] };
    const set = await this.fetch(keys, again ? KEYS_MAX_AGE_MS : undefined, from);
    return readKeySet(set);
  }

  /** Marks a client as in use, because somebody has signed in with it: strangers' documents cannot displace its own. */
  keep({ id, keys }: Client): void {
    this.documents.keep(new URL(id));
    if (keys instanceof URL) this.documents.keep(keys);
  }

  /** Whether somebody has signed in with this client lately. */
  isInUse({ id }: Client): boolean {
    return this.documents.isInUse(new URL(id));
  }

  private async fetch(
    url: URL,
    maxAgeMs?: number,
    from?: string,
  ): Promise<Record<string, unknown>> {
    try {
      const json = await this.documents.get(url, maxAgeMs, from);
      if (isRecord(json)) return json;
    } catch (error) {
      if (error instanceof FetchError) throw refuse(error.message);
      throw error;
    }
    throw refuse('it is not a JSON object');
  }
}

/** §3: a path, no fragment, no credentials, no dot segments; the address must be written in its plain form. */
function readAddress(id: string): URL {
  const url = readPlainUrl(id);
  if (!url || url.href !== id || url.pathname.length < 2 || id.length > MAX_ADDRESS_LENGTH) {
    throw refuse(
      `the client_id must be a plain https address with a path, at most ${MAX_ADDRESS_LENGTH} characters long`,
    );
  }
  return url;
}

/** @returns undefined when it is not a URL, or has a fragment or credentials */
function readPlainUrl(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.includes('#') || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username || url.password ? undefined : url;
}

function readUris(document: Record<string, unknown>): string[] {
  try {
    return readRedirectUris(document['redirect_uris']);
  } catch (error) {
    throw error instanceof OAuthError ? refuse(error.message) : error;
  }
}

/** §4.1: no method with a shared secret. */
function readAuthentication(document: Record<string, unknown>): {
  authenticationMethod: AuthenticationMethod;
  keys?: NonNullable<Client['keys']>;
} {
  const method = document['token_endpoint_auth_method'] ?? 'none';
  if (method === 'none') return { authenticationMethod: 'none' };
  if (method !== 'private_key_jwt') {
    throw refuse('its token_endpoint_auth_method must be none or private_key_jwt');
  }
  const { jwks } = document;
  const keys = jwks === undefined ? readPlainUrl(document['jwks_uri']) : readKeySet(jwks);
  if (keys) return { authenticationMethod: method, keys };
  throw refuse('private_key_jwt needs jwks or jwks_uri');
}

function readKeySet(set: unknown): JSONWebKeySet {
  if (isKeySet(set)) return { keys: set.keys };
  throw refuse('its keys are not a JSON Web Key Set');
}

/** jose checks each key when it uses it. */
function isKeySet(set: unknown): set is JSONWebKeySet {
  return isRecord(set) && Array.isArray(set['keys']) && set['keys'].every(isRecord);
}

function refuse(reason: string): OAuthError {
  return new OAuthError('invalid_client', `The client's metadata document: ${reason}`);
}
