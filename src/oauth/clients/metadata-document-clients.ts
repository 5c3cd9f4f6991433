import { Inject, Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { readName, type AuthenticationMethod, type Client } from './client.js';
import { DocumentCache } from './document-cache.js';
import { FetchError } from './public-fetch.js';
import { readRedirectUris } from './redirect-uri.js';

/** The person is shown it. */
const MAX_ADDRESS_LENGTH = 512;
/** Keys that the client has just begun to use are fetched, but not again and again. */
const KEYS_MAX_AGE_MS = 10_000;

/** Clients whose id is the address of a document about them (OAuth Client ID Metadata Document, CIMD, draft 01). */
@Injectable()
export class MetadataDocumentClients {
  private readonly documents: DocumentCache;

  constructor(@Inject(appConfig.KEY) { oauth }: AppConfig) {
    this.documents = new DocumentCache(oauth.loopbackDocuments);
  }

  /**
   * @param from the address of who asks, as it is counted
   * @throws OAuthError `invalid_client` when there is no document, or it is not the client's; BusyError
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
   * @param again whether the keys at hand were not enough
   * @throws OAuthError `invalid_client`; BusyError
   */
  async keysOf({ keys }: Client, again: boolean, from?: string): Promise<JSONWebKeySet> {
    if (!(keys instanceof URL)) return keys ?? { keys: [] };
    const set = await this.fetch(keys, again ? KEYS_MAX_AGE_MS : undefined, from);
    return readKeySet(set);
  }

  /** Somebody has signed in with this client: what strangers name does not take its documents' place. */
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
      if (isObject(json)) return json;
    } catch (error) {
      if (error instanceof FetchError) throw refuse(error.message);
      throw error;
    }
    throw refuse('it is not a JSON object');
  }
}

/** §3: a path, no fragment, no credentials, no dot segments; anything but the plain form is refused. */
function readAddress(id: string): URL {
  const url = readPlainUrl(id);
  if (!url || url.href !== id || url.pathname.length < 2 || id.length > MAX_ADDRESS_LENGTH) {
    throw refuse(
      `the client_id must be a plain https address with a path, not longer than ${MAX_ADDRESS_LENGTH} characters`,
    );
  }
  return url;
}

/** @returns undefined for what is no URL, or one with a fragment or credentials */
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

/** §4.1: nothing that rests on a shared secret. */
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
  if (isObject(set) && Array.isArray(set['keys']) && set['keys'].every(isObject)) {
    return { keys: set['keys'] as JSONWebKeySet['keys'] };
  }
  throw refuse('its keys are not a JSON Web Key Set');
}

function refuse(reason: string): OAuthError {
  return new OAuthError('invalid_client', `The client's metadata document: ${reason}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
