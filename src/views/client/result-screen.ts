import type { Answer, Args } from './calls.js';
import { differencesOf } from './change.js';
import { MOST_ROWS, type ListState } from './list.js';
import type { ViewPlan } from './plan-types.js';
import { rowsOf } from './rows.js';
import type { Screen } from './screens.js';
import { bannerOf } from './texts.js';

/** A call with its result; `tool` is undefined if the host does not name it. */
interface AnsweredCall {
  tool: string | undefined;
  args: Args;
  answer: Answer;
}

/** @returns the screen that shows the result of a call: a list, a record, or the message of an error */
export function screenOf({ tools }: ViewPlan, { tool, args, answer }: AnsweredCall): Screen {
  if ('error' in answer) return { is: 'message', text: answer.error, isError: true };
  const { data } = answer;
  const known = tool === undefined ? undefined : tools[tool]?.does;
  const isList = known === undefined ? Array.isArray(data['items']) : known === 'list';
  if (isList) {
    const rows = rowsOf(data['items']).slice(0, MOST_ROWS);
    return { is: 'list', tool, args, list: { rows, ...endOf(data) } };
  }
  const sent = known === 'update' || known === 'create' ? args : {};
  const differences = differencesOf(sent, data);
  return { is: 'record', tool, args, record: data, banner: bannerOf(known), differences };
}

/** Reads how a list continues, by either way of paging (`listResult` in openapi/response). */
export function endOf(data: Record<string, unknown>): Pick<ListState, 'next' | 'note'> {
  const { next_after: after, next, note } = data;
  const hasNext = typeof next === 'object' && next !== null;
  return {
    ...(after !== undefined && after !== null && { next: { after } }),
    ...(hasNext && { next: { ...next } }),
    ...(typeof note === 'string' && { note }),
  };
}
