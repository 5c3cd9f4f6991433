import { expect, it } from '@jest/globals';
import type { Catalog } from '../../catalog/tool-catalog.js';
import type { ToolView } from '../../catalog/tool-view.js';
import type { AppConfig } from '../../config/app-config.js';
import type { RequestContext } from '../../request/request-context.js';
import { FastPath, MAX_LIST_BYTES } from './fast-path.js';
import type { ToolDispatcher } from '../dispatch/tool-dispatcher.js';

const LIST_BYTES = 1024 * 1024;
const FIT = Math.floor(MAX_LIST_BYTES / LIST_BYTES) - 1;

/** Views whose lists count how often they are serialised. */
function views(count: number) {
  const serialised = Array.from({ length: count }, () => 0);
  const made = serialised.map((_, at) => ({
    listed: [{ toJSON: () => ((serialised[at]! += 1), 'x'.repeat(LIST_BYTES)) }],
  }));
  return { made: made as unknown as ToolView[], serialised };
}

function createFastPath(): FastPath {
  const context = { recordEra: () => undefined } as unknown as RequestContext;
  return new FastPath({} as ToolDispatcher, context, {} as AppConfig);
}

/** @returns the pieces of the answer */
async function listFor(fastPath: FastPath, catalog: Catalog, view: ToolView) {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const { signal } = new AbortController();
  const answer = await fastPath.answer({}, message, { catalog, view, reach: view }, signal);
  return answer!.body as (string | Buffer)[];
}

it('the cache of serialised lists serialises each list once while all fit, and drops the least recently used', async () => {
  const fastPath = createFastPath();
  const catalog = {} as Catalog;
  const { made, serialised } = views(FIT + 5);
  for (const view of [...made.slice(0, FIT), ...made.slice(0, FIT)]) {
    await listFor(fastPath, catalog, view);
  }
  expect(serialised.slice(0, FIT)).toEqual(made.slice(0, FIT).map(() => 1));
  for (const view of made) await listFor(fastPath, catalog, view);
  await listFor(fastPath, catalog, made[0]!);
  expect(serialised[0]).toBe(2);
  expect(serialised.at(-1)).toBe(1);
});

it('the cache of serialised lists returns a list that is larger than the cache', async () => {
  const fastPath = createFastPath();
  const view = { listed: ['x'.repeat(MAX_LIST_BYTES)] } as unknown as ToolView;
  const [, list] = await listFor(fastPath, {} as Catalog, view);
  expect(list!.length).toBeGreaterThan(MAX_LIST_BYTES);
});
