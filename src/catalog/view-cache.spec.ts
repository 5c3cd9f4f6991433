import { expect, it } from '@jest/globals';
import type { Tool } from '../openapi/tools/tool.js';
import { createViewCache } from './view-cache.js';
import { createView } from './tool-view.js';

const MEGABYTE = 1024 * 1024;

function viewOf(count: number) {
  const tools = Array.from({ length: count }, (_, at) => ({
    name: `tool_${at}`,
    inputSchema: SCHEMA,
  }));
  return createView(tools as unknown as Tool[], 'all');
}
const SCHEMA = { type: 'object' };

it.each([
  ['of three tools', 3, '', 100],
  ['of a thousand tools', 1_000, '', 21],
  ['with long addresses', 3, 'x'.repeat(MEGABYTE), 7],
])('createViewCache bounds the number of views %s', (_, count, address, kept) => {
  const views = createViewCache();
  const view = viewOf(count);
  for (let at = 0; at < 300; at++) views.set(`${at} ${address}`, view);
  expect(views.size).toBe(kept);
});
