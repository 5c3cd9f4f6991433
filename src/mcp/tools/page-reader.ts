import { CallError } from './call-error.js';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import { pickFieldsOfAll } from '../../openapi/response/fields.js';
import { writeExactly } from '../../values/exact-number.js';
import { continuationOf, type ListPage } from '../../openapi/response/list-page.js';
import type { FieldChoice } from '../../openapi/plan/shown-fields.js';
import { totalOf } from '../../openapi/response/list-total.js';
import { pathOfNext, type ListPlace } from '../../openapi/plan/next-page.js';
import { estimateTextTokens } from '../../values/text-tokens.js';
import { readResponse } from '../../openapi/response/read-response.js';
import type { Progress } from '../../request/progress.js';
import type { ApiResponse } from '../../openapi/response/response-body.js';

/** Clients give up a call after about 60 s, so reading ends before that with what there is. */
const READING_MS = 45_000;

export interface Reading {
  pages: ListPage[];
  /** The application refused the caller's token while reading. */
  refused?: true;
  /** Why reading ended before there was enough. */
  problem?: string;
}

export interface Wanted extends FieldChoice {
  /** Undefined: the first page is enough. */
  maxItems?: number;
  maxTokens: number;
  /** The list's query parameters, by their names on the wire. */
  paging?: ReadonlyMap<string, string>;
  /** Reading ends when it is spent. */
  meter?: { readonly isSpent: boolean };
  /** Is told of the records so far before each further page. */
  progress?: Progress | undefined;
}

type SendPage = (path: string, timeoutMs: number) => Promise<ApiResponse>;

/**
 * Follows a list page by page until there are as many records as wanted, or more than fit. A failure on the way ends
 * the reading, and keeps what was read.
 */
export async function readPages(
  first: ListPage,
  wanted: Wanted,
  path: string,
  send: SendPage,
): Promise<Reading> {
  const { maxItems = 0, maxTokens, paging, meter, progress } = wanted;
  const pages = [first];
  const deadline = Date.now() + READING_MS;
  const seen = new Set<unknown>();
  let count = 0;
  let tokens = 0;
  for (let page = first; ; page = pages.at(-1) ?? first) {
    const { items } = page;
    const next = continuationOf(page);
    if (!next) break;
    count += items.length;
    if (count >= maxItems || meter?.isSpent) break;
    tokens += estimateTextTokens(writeExactly(pickFieldsOfAll(items, wanted)));
    if (tokens >= maxTokens) break;
    const total = totalOf(page);
    progress?.report(count, `${count} records read`, total && Math.min(total, maxItems));
    seen.add(JSON.stringify(next));
    const asked = pathOfNext(path, next);
    const list = { path: asked, parameters: [...(paging?.keys() ?? [])] };
    const answer = await readNext(list, deadline, send);
    if (answer === 'refused') return { pages, refused: true };
    if (typeof answer === 'string') return { pages, problem: answer };
    if (seen.has(JSON.stringify(continuationOf(answer)))) {
      return { pages, problem: 'The application gave the same page again.' };
    }
    pages.push(answer);
  }
  return { pages };
}

/** @returns the page, or the reason why there is none */
async function readNext(
  list: ListPlace,
  deadline: number,
  send: SendPage,
): Promise<ListPage | 'refused' | string> {
  const left = deadline - Date.now();
  if (left <= 0) return 'Reading all pages takes too long for one call.';
  try {
    const response = await send(list.path, Math.min(left, 30_000));
    if (response.status === 401) return 'refused';
    const answer = readResponse(response, { changes: false, onlyJson: true, list });
    if (answer.is === 'page') return answer.page;
    return answer.is === 'refusal' ? answer.text : 'The application answered a page with no list.';
  } catch (error) {
    if (error instanceof CallError) return error.message;
    if (error instanceof UpstreamError) return 'The application could not be reached any more.';
    throw error;
  }
}
