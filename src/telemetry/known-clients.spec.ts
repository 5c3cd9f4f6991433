import { expect, it } from '@jest/globals';
import { clientLabel } from './known-clients.js';

it.each([
  ['Claude', 'claude'],
  ['Claude Code (bullet-train)', 'claude_code'],
  ['ChatGPT', 'chatgpt'],
  ['Visual Studio Code', 'vs_code'],
  ['Somebody’s Claude', 'other'],
  ['x'.repeat(80), 'other'],
  [undefined, 'direct'],
])('%j has the label %s', (name, label) => {
  expect(clientLabel(name)).toBe(label);
});
