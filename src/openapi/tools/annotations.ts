import type { Method } from '../document/method.js';
import type { OperationKind } from '../../values/operation-kind.js';
import type { Operation } from '../operations/operations.js';
import type { Reach } from './reach.js';

/** The annotations of a tool (MCP 2025-11-25, schema, "ToolAnnotations"), every hint explicit. */
export interface ToolAnnotations {
  /** The title again, for clients that read it only here (MCP 2025-03-26). */
  title: string;
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** The methods by RFC 9110 §9.2; an update is destructive because it overwrites. */
const METHOD_HINTS: Record<Method, [destructive: boolean, idempotent: boolean]> = {
  get: [false, true],
  post: [false, false],
  put: [true, true],
  patch: [true, false],
  delete: [true, true],
};
/** Actions that overwrite although they are a POST. */
const OVERWRITES = /(^|_)(merge|overwrite|replace|reset|upsert)(_|$)/;
/** Actions that are not idempotent, whatever their method. */
const REPEATS =
  /(^|_)(resend|send|notify|remind|retry|redeliver|trigger|toggle|increment|decrement|duplicate|copy|rotate|regenerate|charge|refund)(_|$)/;

/**
 * Annotates a tool with all four hints: ChatGPT refuses a tool that lacks one, and treats a missing readOnlyHint as a
 * write.
 */
export function annotateTool(
  operation: Operation,
  name: string,
  title: string,
  kind: OperationKind,
  reach?: Reach,
): ToolAnnotations {
  const { method, overrides } = operation;
  const [destructive, idempotent] = METHOD_HINTS[method];
  const readOnlyHint = kind === 'read';
  const overwrites = method === 'post' && OVERWRITES.test(name);
  // OpenAI's review counts a message that cannot be taken back as destructive.
  const isFinal = destructive || kind === 'delete' || overwrites || reach === 'people';
  return {
    title,
    readOnlyHint,
    destructiveHint: !readOnlyHint && (overrides.destructive ?? isFinal),
    idempotentHint: overrides.idempotent ?? (readOnlyHint || (idempotent && !REPEATS.test(name))),
    openWorldHint: overrides.openWorld ?? reach !== undefined,
  };
}
