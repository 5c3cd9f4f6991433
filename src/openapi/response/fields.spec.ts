import { expect, it } from '@jest/globals';
import type { FieldChoice } from '../plan/shown-fields.js';
import { explainMissingFields, pickFields } from './fields.js';
import { defaultFields } from './default-fields.js';

const ORDER = {
  id: 1,
  number: 'A-1',
  contact: { id: 7, email_address: 'ann@example.com', address: { city: 'Oslo', zip: '0150' } },
  lines: [
    { sku: 'x', price: 1 },
    { sku: 'y', price: 2 },
  ],
  'a.b': 3,
  note: null,
};

it.each<[string[], object]>([
  [['number'], { id: 1, number: 'A-1' }],
  [['contact.email_address'], { id: 1, contact: { email_address: 'ann@example.com' } }],
  [
    ['contact.address.city', 'contact.id'],
    { id: 1, contact: { id: 7, address: { city: 'Oslo' } } },
  ],
  [['lines.sku'], { id: 1, lines: [{ sku: 'x' }, { sku: 'y' }] }],
  [['lines', 'lines.sku'], { id: 1, lines: ORDER.lines }],
  [['a.b'], { id: 1, 'a.b': 3 }],
  [['note.text'], { id: 1, note: null }],
  [['number.inner'], { id: 1 }],
])('pickFields selects %j', (fields, picked) => {
  expect(pickFields(ORDER, { fields })).toEqual(picked);
});

const HIDING = { isHidden: (name: string) => ['note', 'zip', 'sku', 'id'].includes(name) };

it.each<[FieldChoice, object]>([
  [
    HIDING,
    {
      id: 1,
      number: 'A-1',
      contact: { email_address: 'ann@example.com', address: { city: 'Oslo' } },
      lines: [{ price: 1 }, { price: 2 }],
      'a.b': 3,
    },
  ],
  [
    { ...HIDING, fields: ['note'] },
    { id: 1, note: null },
  ],
  [
    { ...HIDING, fields: ['lines'] },
    { id: 1, lines: [{ price: 1 }, { price: 2 }] },
  ],
  [
    { ...HIDING, fields: ['lines', 'lines.sku'] },
    { id: 1, lines: ORDER.lines },
  ],
  [
    { ...HIDING, fields: ['lines.*'] },
    { id: 1, lines: [{ price: 1 }, { price: 2 }] },
  ],
  [
    { ...HIDING, fields: ['contact.address.zip'] },
    { id: 1, contact: { address: { zip: '0150' } } },
  ],
  [
    { ...HIDING, fields: ['lines.sku', '*'] },
    {
      ...ORDER,
      contact: { email_address: 'ann@example.com', address: { city: 'Oslo' } },
      note: undefined,
    },
  ],
  [{ defaultFields: ['number'] }, { id: 1, number: 'A-1' }],
  [
    { defaultFields: ['number', 'nothing'], fields: ['a.b'] },
    { id: 1, 'a.b': 3 },
  ],
  [{ defaultFields: ['number'], fields: ['*'] }, ORDER],
  [{ defaultFields: ['nothing'] }, ORDER],
])('pickFields with the selection %j', (choice, picked) => {
  expect(pickFields(ORDER, choice)).toEqual(picked);
});

it.each<[string[], string | undefined]>([
  [['contact.email_address', 'lines.sku', 'contact.address.city', 'a.b'], undefined],
  [['nmae'], 'There is no column nmae; there are id, number, contact, lines, a.b, note.'],
  [['contact.mail'], 'There is no column contact.mail; contact has id, email_address, address.'],
  [
    ['contact.address.town'],
    'There is no column contact.address.town; contact.address has city, zip.',
  ],
  [['lines.name'], 'There is no column lines.name; lines has sku, price.'],
  [
    ['email_address'],
    'There is no column email_address; there are id, number, contact, lines, a.b, note. contact.email_address is one.',
  ],
])('explainMissingFields of %j says %s', (fields, sentence) => {
  expect(explainMissingFields([ORDER], fields)).toBe(sentence);
});

it('defaultFields names the five most informative fields', () => {
  const rows = Array.from({ length: 20 }, (_, id) => ({
    id,
    team_id: 1,
    body: 'x'.repeat(5_000),
    settings: { a: 1 },
    legacy: null,
    name: `Name ${id}`,
    status: id % 2 ? 'open' : 'done',
    currency: 'EUR',
    total_amount: id * 7,
    created_at: `2026-11-${id + 10}T08:59:28.123Z`,
    updated_at: `2026-11-${id + 10}T08:59:28.123Z`,
  }));
  const columns = defaultFields(rows);
  expect(columns).toHaveLength(5);
  expect(columns.slice(0, 3)).toEqual(expect.arrayContaining(['name', 'status', 'total_amount']));
  expect(columns).not.toEqual(expect.arrayContaining(['body']));
  expect(defaultFields([1, null])).toEqual([]);
});
