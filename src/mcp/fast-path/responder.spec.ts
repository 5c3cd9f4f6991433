import { expect, it } from '@jest/globals';
import type { Catalog } from '../../catalog/tool-catalog.js';
import type { ToolView } from '../../catalog/tool-view.js';
import type { AppConfig } from '../../config/app-config.js';
import { FastPathResponder, MAX_LIST_BYTES } from './responder.js';
import type { FastPathRequest } from './request.js';
import type { ToolDispatcher } from '../tools/tool-dispatcher.js';

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

function listFor(answers: FastPathResponder, catalog: Catalog, view: ToolView) {
  const request = { era: 'legacy', id: 1 } as unknown as FastPathRequest;
  return answers.answer(request, { catalog, view, reach: view }, new AbortController().signal);
}

it('lists are serialised once as long as all fit, and those asked for longest ago anew', async () => {
  const answers = new FastPathResponder({} as ToolDispatcher, {} as AppConfig);
  const catalog = {} as Catalog;
  const { made, serialised } = views(FIT + 5);
  for (const view of [...made.slice(0, FIT), ...made.slice(0, FIT)]) {
    await listFor(answers, catalog, view);
  }
  expect(serialised.slice(0, FIT)).toEqual(made.slice(0, FIT).map(() => 1));
  for (const view of made) await listFor(answers, catalog, view);
  await listFor(answers, catalog, made[0]!);
  expect(serialised[0]).toBe(2);
  expect(serialised.at(-1)).toBe(1);
});

it('a list that is longer than all may be is answered all the same', async () => {
  const answers = new FastPathResponder({} as ToolDispatcher, {} as AppConfig);
  const view = { listed: ['x'.repeat(MAX_LIST_BYTES)] } as unknown as ToolView;
  const [list] = (await listFor(answers, {} as Catalog, view))!;
  expect(list!.length).toBeGreaterThan(MAX_LIST_BYTES);
});
