import { describe, expect, it } from '@jest/globals';
import { secretFields } from './secret-fields.js';

describe('secretFields by default (secrets)', () => {
  const isSecret = secretFields(['default']);

  it.each([
    'webhook_secret',
    'webhookSecret',
    'WEBHOOK_SECRET',
    'password',
    'portalPassword',
    'password_digest',
    'password_field_value',
    'encrypted_password',
    'encrypted_otp_secret_iv',
    'reset_password_token',
    'otp_secret',
    'otp_required_secret_key',
    'otp_backup_codes',
    'authentication_token',
    'access-token',
    'token',
    'client_secret',
    'apiKey',
    'stripe_api_key',
    'private_key',
    'aws_secret_access_key',
    'signing_key',
    'secret_word',
  ])('redacts %s', (name) => expect(isSecret(name)).toBe(true));
});

describe('secretFields by default (not secrets)', () => {
  const isSecret = secretFields(['default']);

  it.each([
    'id',
    'name',
    'key',
    'passwordless',
    'password_changed_at',
    'password_reset_required',
    'secretary_id',
    'secret_santa',
    'tokens',
    'token_count',
    'tokenized',
    'next_page_token',
    'price_per_token',
    'keyword',
    'api_keys_count',
    'description',
    'encryption',
  ])('shows %s', (name) => expect(isSecret(name)).toBe(false));
});

describe('secretFields with FIELDS_REDACT', () => {
  it.each([
    [['default', 'ssn'], 'ssn', true],
    [['default', 'ssn'], 'password', true],
    [['ssn'], 'password', false],
    [['*_number'], 'cardNumber', true],
    [['default', '!invite_token'], 'invite_token', false],
    [['default', '!invite_token'], 'access_token', true],
    [['*'], 'anything', true],
    [['a.c'], 'abc', false],
    [[], 'password', false],
  ])('%j decides on %s', (patterns, name, expected) =>
    expect(secretFields(patterns)(name)).toBe(expected),
  );
});
