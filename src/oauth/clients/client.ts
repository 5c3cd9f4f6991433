import type { JSONWebKeySet } from 'jose';
import { sha256 } from '../../values/sha256.js';
import { isSealed } from '../sealing/sealing.js';

export type ClientKind =
  /** A person's own application in Bullet Train: its ID and secret are Bullet Train's to check. */
  | 'direct'
  /** Registered here (RFC 7591): the ID is the sealed registration. */
  | 'registered'
  /** Described by a document at the address that is its ID (OAuth Client ID Metadata Document). */
  | 'document';

export const AUTHENTICATION_METHODS = [
  'none',
  'client_secret_post',
  'client_secret_basic',
  'private_key_jwt',
] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];

/** A client that this server knows itself: of the kinds `registered` and `document`. */
export interface Client {
  id: string;
  kind: Exclude<ClientKind, 'direct'>;
  /** What it calls itself; nobody has checked that. */
  name: string;
  redirectUris: readonly string[];
  authenticationMethod: AuthenticationMethod;
  /** The keys of a `private_key_jwt` client, or where they are. */
  keys?: JSONWebKeySet | URL;
}

/** Tells the kinds apart by the form of `client_id`. */
export function kindOf(clientId: string): ClientKind {
  if (isSealed(clientId)) return 'registered';
  return clientId.includes('://') ? 'document' : 'direct';
}

/** A client's id in little room: SHA-256, base64url. */
export function thumbprintOf(clientId: string): string {
  return sha256(clientId);
}

/** Double quotes of every kind: the page puts the name in a pair, and behind a second one it could go on. */
const QUOTES = /["\u00ab\u00bb\u201c-\u201f\u2033\u2036\u275d\u275e\u301d-\u301f\uff02]/g;

/**
 * What nobody sees: control, direction and tag characters, fillers that count as letters (U+3164), the
 * Braille pattern without dots, and the fifth and further marks on one letter, which cover what stands around.
 */
const INVISIBLE =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]|(?<=\p{M}{4})\p{M}/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Makes a name fit to be shown: one line without characters that nobody sees, 80 at most.
 * @returns undefined when nothing is left that can be seen
 */
export function readName(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const plain = name.replace(INVISIBLE, '').replace(QUOTES, "'").replace(/\s+/g, ' ').trim();
  return VISIBLE.test(plain) ? [...plain].slice(0, 80).join('').trim() : undefined;
}
