import { matchNames } from '../../values/name-patterns.js';

/**
 * What a model has no use for and a log of a conversation must not hold: passwords, tokens, keys and what they are
 * made from, by the names that Rails applications give them (Devise, Doorkeeper, Active Record Encryption,
 * Bullet Train's webhooks). An exclamation mark keeps a name: pages and prices have tokens too.
 */
const SECRET_FIELDS: readonly string[] = [
  '*password',
  'password_*',
  'reset_password_*',
  'encrypted_*',
  'passphrase',
  '*_passphrase',
  'secret',
  '*_secret',
  'secret_word',
  'secret_phrase',
  'secret_code',
  'secret_answer',
  '*secret_key',
  'secret_key_base',
  '*secret_access_key',
  'otp_*secret*',
  '*backup_codes',
  '*recovery_codes',
  'token',
  '*_token',
  '*_token_digest',
  '*api_key',
  '*private_key',
  '*signing_key',
  '*encryption_key',
  '!password_*_at',
  '!password_*required',
  '!password_*count',
  '!password_*days',
  '!password_*policy',
  '!password_*enabled',
  '!password_*set',
  '!*page_token',
  '!next_token',
  '!continuation_token',
  '!*_per_token',
];

/** Stands in FIELDS_REDACT for the list above. */
const DEFAULT = 'default';

/**
 * @param patterns names with `*` for any characters, `!` before those that are kept after all, and `default` for
 *   `SECRET_FIELDS`; a name in camel case is read as in snake case
 * @returns whether what a field of this name holds is kept from models
 */
export function secretFields(patterns: readonly string[]): (name: string) => boolean {
  return matchNames(
    patterns.flatMap((pattern) => (pattern === DEFAULT ? SECRET_FIELDS : [pattern])),
  );
}
