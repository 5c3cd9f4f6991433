/**
 * The deepest nesting of JSON that the server accepts: no real value is deeper, and deeper ones could not be serialized
 * again.
 */
export const MAX_DEPTH = 100;

/** Whether JSON text is nested deeper than `MAX_DEPTH`. It counts brackets and builds nothing. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === '\\') at++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
