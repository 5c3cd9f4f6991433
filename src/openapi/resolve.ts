import { isRecord } from './document.js';

/** What a `$ref` leads to, or undefined where it leads nowhere. */
export type Resolve = (ref: string) => unknown;

/**
 * A resolver of local references (RFC 6901 pointers in a URI fragment, `#/components/…`). A reference
 * that leads nowhere, or out of the document, is reported once and resolves to undefined.
 */
export function createResolver(
  document: Record<string, unknown>,
  warn: (message: string) => void,
): Resolve {
  const dangling = new Set<string>();
  return (ref) => {
    const target = ref.startsWith('#') ? followPointer(document, ref.slice(1)) : undefined;
    if (target === undefined && !dangling.has(ref)) {
      dangling.add(ref);
      warn(`${ref} is referred to but is not in the document: anything is accepted there`);
    }
    return target;
  };
}

function followPointer(document: Record<string, unknown>, pointer: string): unknown {
  let target: unknown = document;
  for (const token of pointer.split('/').slice(1)) {
    const key = decodeToken(token);
    if (Array.isArray(target)) target = target[Number(key)] as unknown;
    else if (isRecord(target) && Object.hasOwn(target, key)) target = target[key];
    else return undefined;
  }
  return target;
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return token;
  }
}

/** Follows `$ref` after `$ref` until there is an object; undefined at a dead end or a circle. */
export function dereference(value: unknown, resolve: Resolve): Record<string, unknown> | undefined {
  const seen = new Set<string>();
  let current = value;
  while (isRecord(current) && typeof current['$ref'] === 'string') {
    if (seen.has(current['$ref'])) return undefined;
    seen.add(current['$ref']);
    current = resolve(current['$ref']);
  }
  return isRecord(current) ? current : undefined;
}
