import { memoize } from '../../values/memoize.js';

/**
 * Reads an `Accept` header (RFC 9110 §12.5.1), and is the only reader of it at the MCP endpoint.
 * @param types in small letters
 * @returns whether the client accepts one of them: of the ranges that match a type, the most specific counts. Without
 *   the
 *   header every type is accepted; parameters other than `q` are ignored
 */
export function admitsOneOf(accept: string | undefined, types: readonly string[]): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const ranges = readRanges(accept);
  return types.some((type) => {
    const named = [type, type.replace(/\/.*/, '/*'), '*/*'].map((name) =>
      ranges.filter((range) => range.name === name),
    );
    return named.find((found) => found.length > 0)?.some(({ isWelcome }) => isWelcome) ?? false;
  });
}

/** Clients send the same header with each request. */
const readRanges = memoize((accept) => accept.split(',').map(readRange), 200);

function readRange(range: string): { name: string; isWelcome: boolean } {
  const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  return { name, isWelcome: !parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter)) };
}
