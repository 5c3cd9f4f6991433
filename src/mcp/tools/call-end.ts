import type { BegunCall, End, Ended } from '../../audit/audit-trail.js';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import type { ToolResult } from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import { isRecord } from '../../values/is-record.js';
import { PermissionError } from '../access/permission-error.js';
import { ApprovalError, ApprovalNeeded } from './approval-error.js';
import { CallError } from './call-error.js';

/** @returns what the audit trail says of a call before it is carried out */
export function begunCall({ name, method, path, kind }: Tool): BegunCall {
  return {
    tool: name,
    operation: `${method.toUpperCase()} ${path}`,
    path,
    isChange: kind !== 'read',
  };
}

/** @returns the audit trail's outcome for a call that threw */
export function endOfError(error: unknown): End {
  if (error instanceof ApprovalNeeded) return { outcome: 'approval_asked' };
  if (error instanceof ApprovalError) return { outcome: 'refused', reason: 'not_approved' };
  if (error instanceof PermissionError) return { outcome: 'refused', reason: 'not_granted' };
  if (error instanceof FetchError) return { outcome: 'refused', reason: 'file_link' };
  if (error instanceof ArgumentError) return { outcome: 'refused', reason: 'arguments' };
  if (!(error instanceof CallError)) return { outcome: 'failed', reason: 'fault' };
  const { cause, status, reason } = error;
  if (cause instanceof UpstreamError) {
    if (cause.code === 'gone') return { outcome: 'cancelled' };
    return { outcome: 'failed', reason: cause.code.replaceAll(' ', '_') };
  }
  if (cause !== undefined) return endOfError(cause);
  if (status === undefined) return { outcome: 'refused', reason: reason ?? 'arguments' };
  if (status === 401) return { outcome: 'refused', reason: 'invalid_token', status };
  return { outcome: status < 500 ? 'refused' : 'failed', reason: 'application', status };
}

/** @returns what it says of an answer: of a batch, how many of its items were done */
export function endOfAnswer(answer: unknown, isBatch: boolean): End {
  if (!isBatch || !isRecord(answer)) return { outcome: 'ok', answer };
  const count = (name: string) => Number(answer[name] ?? 0);
  const items = { done: count('done'), failed: count('failed'), not_tried: count('not_tried') };
  const isWhole = items.failed + items.not_tried === 0;
  const outcome = isWhole ? 'ok' : items.done > 0 ? 'partial' : 'failed';
  return { outcome, ...(outcome === 'failed' && { reason: 'items' }), items, answer };
}

/** @returns what it says of one call of an operation */
export function endOf(ended: Ended<ToolResult>): End {
  if ('error' in ended) return endOfError(ended.error);
  const { isError, structuredContent } = ended.result;
  return isError
    ? { outcome: 'refused', reason: 'arguments' }
    : endOfAnswer(structuredContent, false);
}
