import { describe, expect, it } from '@jest/globals';
import { createSanitizer, explainRedacted } from './sanitize-response.js';
import { secretFields } from './secret-fields.js';

const INSIDE = 'http://app.internal:3000';
const OUTSIDE = 'https://app.example.com';
const clean = createSanitizer({
  isSecret: secretFields(['default']),
  internalOrigin: INSIDE,
  publicOrigin: OUTSIDE,
});

describe('createSanitizer redacts secrets', () => {
  it.each<[value: object, cleaned: object]>([
    [{ password: 'hunter2' }, { password: '[redacted]' }],
    [
      { id: 1, pin_password: 1234 },
      { id: 1, pin_password: '[redacted]' },
    ],
    [{ webhook_secret: { a: 1 } }, { webhook_secret: '[redacted]' }],
    [{ otp_backup_codes: ['a', 'b'] }, { otp_backup_codes: '[redacted]' }],
    [[{ a: [{ token: 'x' }] }], [{ a: [{ token: '[redacted]' }] }]],
  ])('in %j', (value, cleaned) => expect(clean(value)).toEqual(cleaned));

  it.each([
    { password: null },
    { password: '' },
    { has_password: true },
    { reset_password_sent_at: '2026-11-28T09:00:00.000Z' },
    { otp_backup_codes: [] },
    { name: 'password' },
  ])('but not in %j', (value) => expect(clean(value)).toBe(value));

  it('next to a field called __proto__', () => {
    const value = JSON.parse('{"__proto__":{"token":"x"},"secret":"y"}') as object;
    expect(JSON.stringify(clean(value))).toBe(
      '{"__proto__":{"token":"[redacted]"},"secret":"[redacted]"}',
    );
  });

  it('and redacts everything nested deeper than 200 levels', () => {
    let value: unknown = { token: 'hidden-token' };
    for (let depth = 0; depth < 5_000; depth++) value = [value];
    expect(JSON.stringify(clean(value))).not.toContain('hidden-token');
  });

  it('and says where a person finds a secret that is shown once', () => {
    const made = clean({ id: 1, webhook_secret: 'abc' });
    expect(explainRedacted(made)).toEqual({
      id: 1,
      webhook_secret: '[redacted]',
      note: expect.stringMatching(/not shown webhook_secret\..*Developers, Webhooks/),
    });
    const plain = { id: 1 };
    expect(explainRedacted(plain)).toBe(plain);
  });
});

describe('createSanitizer makes internal addresses public', () => {
  it.each([
    ['http://app.internal:3000/rails/active_storage/1', `${OUTSIDE}/rails/active_storage/1`],
    // Behind a proxy that ends TLS.
    ['https://app.internal:3000/a?b=1', `${OUTSIDE}/a?b=1`],
    ['HTTP://app.internal:3000', OUTSIDE],
    [
      '<img src="http://app.internal:3000/a"> <a href=\'http://app.internal:3000\'>',
      `<img src="${OUTSIDE}/a"> <a href='${OUTSIDE}'>`,
    ],
    ['/rails/active_storage/blobs/1/a.png', `${OUTSIDE}/rails/active_storage/blobs/1/a.png`],
    [
      '<img src="/rails/active_storage/1"> and /rails/active_storage/2',
      `<img src="${OUTSIDE}/rails/active_storage/1"> and ${OUTSIDE}/rails/active_storage/2`,
    ],
    ['It was at http://app.internal:3000.', `It was at ${OUTSIDE}.`],
  ])('in %s', (text, published) => expect(clean({ a: [text] })).toEqual({ a: [published] }));

  it.each([
    'http://app.internal:30001/a',
    'http://app.internal/a',
    'http://app.internal:3000.example.com/a',
    'http://app-internal:3000/a',
    'ftp://app.internal:3000/a',
    'app.internal:3000',
    'https://files.example.com/rails/active_storage/1',
  ])('but not in %s', (text) => expect(clean(text)).toBe(text));

  it('but nowhere when the internal and the public origin are the same', () => {
    const same = createSanitizer({
      isSecret: () => false,
      internalOrigin: INSIDE,
      publicOrigin: INSIDE,
    });
    const value = { url: `${INSIDE}/a` };
    expect(same(value)).toBe(value);
  });
});
