import type { Method } from '../document/method.js';
import type { OperationKind } from '../operations/operation-kind.js';
import type { Operation } from '../operations/operations.js';

export interface ToolAnnotations {
  /** Again, for clients that know no other place for it (MCP 2025-03-26). */
  title: string;
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** What RFC 9110 §9.2 says of the methods; an update overwrites what was there. */
const METHOD_HINTS: Record<Method, [destructive: boolean, idempotent: boolean]> = {
  get: [false, true],
  post: [false, false],
  put: [true, true],
  patch: [true, false],
  delete: [true, true],
};
/** Actions that overwrite something although they are a POST. */
const OVERWRITES = /(^|_)(merge|overwrite|replace|reset|upsert)(_|$)/;
/** Actions that happen again each time, whatever their method. */
const REPEATS =
  /(^|_)(resend|send|notify|remind|retry|redeliver|trigger|toggle|increment|decrement|duplicate|copy|rotate|regenerate|charge|refund)(_|$)/;

/** All four hints, always: ChatGPT refuses a tool that lacks one and takes a missing readOnlyHint for a write. */
export function annotateTool(
  operation: Operation,
  name: string,
  title: string,
  kind: OperationKind,
): ToolAnnotations {
  const { method, overrides } = operation;
  const [destructive, idempotent] = METHOD_HINTS[method];
  const readOnlyHint = kind === 'read';
  const overwrites = method === 'post' && OVERWRITES.test(name);
  return {
    title,
    readOnlyHint,
    destructiveHint:
      !readOnlyHint && (overrides.destructive ?? (destructive || kind === 'delete' || overwrites)),
    idempotentHint: overrides.idempotent ?? (readOnlyHint || (idempotent && !REPEATS.test(name))),
    openWorldHint: false,
  };
}
