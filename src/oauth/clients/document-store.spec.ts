import { expect, it } from '@jest/globals';
import { DocumentStore } from './document-store.js';

const at = (host: string, path: number | string = 'client.json') =>
  new URL(`https://${host}/${path}`);
const entry = (name: string, bytes = 100) => ({ name, bytes });

it('the document store never drops a document in use for strangers, however many they are', () => {
  const store = new DocumentStore();
  store.set(at('known.example'), entry('known'));
  store.keep(at('known.example'));
  for (let i = 0; i < 2_000; i += 1) store.set(at(`${i}.evil.example`), entry('evil', 60_000));
  expect(store.get(at('known.example'))).toEqual(entry('known'));
  store.set(at('known.example'), entry('newer'));
  expect(store.get(at('known.example'))).toEqual(entry('newer'));
});

it('the document store drops the oldest document of a host that has twenty', () => {
  const store = new DocumentStore();
  store.set(at('other.example'), entry('other'));
  for (let i = 0; i < 1_000; i += 1) store.set(at('evil.example', i), entry('evil'));
  expect(store.get(at('other.example'))).toEqual(entry('other'));
  expect(store.get(at('evil.example', 979))).toBeUndefined();
  expect(store.get(at('evil.example', 980))).toEqual(entry('evil'));
});

it.each([
  ['500 documents', 100, 500],
  ['1 MB', 10_000, 104],
])('the document store keeps at most %s of strangers', (_, bytes, kept) => {
  const store = new DocumentStore();
  const hosts = Array.from({ length: 1_000 }, (__, i) => at(`${i}.example`));
  for (const host of hosts) store.set(host, entry('one', bytes));
  expect(hosts.filter((host) => store.get(host))).toHaveLength(kept);
});

it('the document store ignores a document that it does not hold', () => {
  const store = new DocumentStore();
  store.keep(at('known.example'));
  expect(store.isInUse(at('known.example'))).toBe(false);
});
