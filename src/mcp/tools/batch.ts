import type { Progress } from '../../request/progress.js';
import { structuredResult, type ToolResult } from '../../openapi/response/tool-result.js';
import { CallError } from './call-error.js';

/** Clients give up a call after about 60 s: items that have not begun by then are left for the next call. */
const MAX_MS = 45_000;

/** The result of one item, in the item's place. */
type Outcome =
  | { ok: true; record: Record<string, unknown> | undefined }
  | { ok: false; error: string }
  | { ok: false; not_tried: true };

interface BatchMode {
  stops: boolean;
  signal: AbortSignal;
  progress?: Progress | undefined;
}

/**
 * Calls a tool once for each item, one after the other.
 * @param how `stops`: whether the first failure ends the batch; `signal`: aborted when nobody waits for it any more
 * @param callItem throws CallError; after status 401 no further item is tried
 * @returns `{ items, done, failed?, not_tried? }`, an entry for each item in their order
 */
export async function callItems(
  items: readonly Record<string, unknown>[],
  { stops, signal, progress }: BatchMode,
  callItem: (item: Record<string, unknown>, index: number) => Promise<ToolResult>,
): Promise<ToolResult> {
  const deadline = performance.now() + MAX_MS;
  const outcomes: Outcome[] = [];
  let hasEnded = false;
  for (const [index, item] of items.entries()) {
    if (hasEnded || signal.aborted || performance.now() > deadline) {
      outcomes.push({ ok: false, not_tried: true });
      continue;
    }
    try {
      outcomes.push({ ok: true, record: (await callItem(item, index)).structuredContent });
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      outcomes.push({ ok: false, error: error.message });
      hasEnded = stops || error.status === 401;
    }
    progress?.report(index + 1, `${index + 1} of ${items.length} items done`, items.length);
  }
  const done = outcomes.filter(({ ok }) => ok).length;
  const notTried = outcomes.filter((outcome) => 'not_tried' in outcome).length;
  const failed = outcomes.length - done - notTried;
  return structuredResult({
    done,
    ...(failed > 0 && { failed }),
    ...(notTried > 0 && { not_tried: notTried }),
    items: outcomes,
  });
}
