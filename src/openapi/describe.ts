import { singularize } from 'inflection';
import type { Method, Operation } from './operations.js';

export interface ToolAnnotations {
  title: string;
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** Bullet Train's template gives DELETE the summary and description of the list. */
function isListText(text: string): boolean {
  return /^list\b/i.test(text);
}

/** `List Tangible Things` on a DELETE → `Tangible Thing`. */
function recordOf(operation: Operation): string {
  const noun = operation.summary.replace(/^list\s+(all\s+)?/i, '');
  return singularize(noun) || 'record';
}

/** A short name for people: the document's summary, or the tool's name in words. */
export function titleOf(operation: Operation, name: string): string {
  if (operation.method === 'delete' && isListText(operation.summary)) {
    return `Delete ${recordOf(operation)}`;
  }
  if (operation.summary) return operation.summary;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What calling the tool does, in the document's words where they are true. */
export function describeTool(operation: Operation, name: string): string {
  const { method, summary, description } = operation;
  const title = titleOf(operation, name);
  if (method === 'delete') {
    const own = [description, summary].find((text) => text && !isListText(text));
    return own && own !== title ? own : `${title} for good.`;
  }
  return description || title;
}

const DESTRUCTIVE: Record<Method, boolean> = {
  get: false,
  post: false,
  put: true,
  patch: true,
  delete: true,
};
const IDEMPOTENT: Record<Method, boolean> = {
  get: true,
  post: false,
  put: true,
  patch: false,
  delete: true,
};
/** Actions that take something away although they are a POST. */
const TAKES_AWAY =
  /(^|_)(archive|cancel|clear|destroy|delete|discard|merge|purge|redact|remove|revoke|terminate|void)(_|$)/;

/** All four hints, always: ChatGPT refuses a tool that lacks one and takes a missing readOnlyHint for a write. */
export function annotateTool(operation: Operation, name: string): ToolAnnotations {
  const { method } = operation;
  return {
    title: titleOf(operation, name),
    readOnlyHint: method === 'get',
    destructiveHint: DESTRUCTIVE[method] || (method === 'post' && TAKES_AWAY.test(name)),
    idempotentHint: IDEMPOTENT[method],
    openWorldHint: false,
  };
}
