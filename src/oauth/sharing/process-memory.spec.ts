import { expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { ProcessMemory } from './process-memory.js';

it('process memory keeps the first of two values under one key', () => {
  const memory = new ProcessMemory();
  expect([memory.add('key', 'first', 1_000), memory.add('key', 'second', 1_000)]).toEqual([
    undefined,
    'first',
  ]);
  memory.set('key', 'third', 1_000);
  expect(memory.add('key', 'fourth', 1_000)).toBe('third');
  memory.delete('key');
  expect(memory.add('key', 'fifth', 1_000)).toBeUndefined();
});

it('process memory drops a value when it expires, even if nobody asks for it', async () => {
  const memory = new ProcessMemory();
  memory.set('short', 'value', 20);
  memory.set('long', 'value', 60_000);
  await delay(200);
  expect(memory.size).toBe(1);
  expect(memory.add('long', 'other', 60_000)).toBe('value');
});

it('process memory keeps at most the newest 10,000 values', () => {
  const memory = new ProcessMemory();
  for (let i = 0; i < 10_050; i += 1) memory.set(`${i}`, 'value', 60_000);
  expect(memory.size).toBe(10_000);
  expect(memory.add('10049', 'other', 60_000)).toBe('value');
});

it('process memory keeps at most 16 MB', () => {
  const memory = new ProcessMemory();
  const megabyte = 'x'.repeat(1024 * 1024 - 10);
  for (let i = 0; i < 40; i += 1) memory.set(`${i}`, megabyte, 60_000);
  expect(memory.size).toBe(16);
  memory.set('too large', 'x'.repeat(20 * 1024 * 1024), 60_000);
  expect(memory.add('too large', 'other', 60_000)).toBeUndefined();
});
