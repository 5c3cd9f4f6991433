import type { JSONWebKeySet } from 'jose';
import { sha256 } from '../../values/sha256.js';
import { isSealed } from '../sealing/sealing.js';

/** How this server knows a client. */
export type ClientKind =
  /** A person's own Platform Application: Bullet Train checks its ID and secret. */
  | 'passthrough'
  /** Registered here (RFC 7591): the ID is the sealed registration. */
  | 'registered'
  /** Described by a document whose address is its ID (OAuth Client ID Metadata Document, CIMD). */
  | 'document';

/** How a client proves who it is (RFC 7591 §2, `token_endpoint_auth_method`). */
export type AuthenticationMethod =
  'none' | 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt';

/** A client that this server itself knows: of the kinds `registered` and `document`. */
export interface Client {
  id: string;
  kind: Exclude<ClientKind, 'passthrough'>;
  /** What it calls itself; nobody has verified that. */
  name: string;
  redirectUris: readonly string[];
  authenticationMethod: AuthenticationMethod;
  /** The keys of a `private_key_jwt` client, or their address. */
  keys?: JSONWebKeySet | URL;
}

/** Tells the kind of a client by the form of its `client_id`. */
export function kindOf(clientId: string): ClientKind {
  if (isSealed(clientId)) return 'registered';
  return clientId.includes('://') ? 'document' : 'passthrough';
}

/** A short form of a client's id: its SHA-256 in base64url. */
export function thumbprintOf(clientId: string): string {
  return sha256(clientId);
}

/** Double quotes of every kind: the consent page quotes the name, and a quote within it would seem to end it. */
const QUOTES = /["\u00ab\u00bb\u201c-\u201f\u2033\u2036\u275d\u275e\u301d-\u301f\uff02]/g;

/**
 * What nobody sees: control, direction and tag characters, fillers that count as letters (U+3164), the Braille pattern
 * without dots, and the fifth and further marks on one letter, which cover the text around them.
 */
const INVISIBLE =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]|(?<=\p{M}{4})\p{M}/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Makes a name fit to be shown: one line of at most 80 characters, without invisible ones.
 * @returns undefined when nothing visible is left
 */
export function readName(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const plain = name.replace(INVISIBLE, '').replace(QUOTES, "'").replace(/\s+/g, ' ').trim();
  return VISIBLE.test(plain) ? [...plain].slice(0, 80).join('').trim() : undefined;
}
