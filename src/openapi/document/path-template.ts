/** `{id}` in `/teams/{id}` (OpenAPI 3.1 §4.8.8.1). */
const PLACEHOLDER = /\{([^{}]+)\}/g;

/** The names in braces in a path, in order: `/teams/{team_id}` → `team_id`. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** Replaces each placeholder of a path with the value of its name. */
export function fillPlaceholders(path: string, valueOf: (name: string) => string): string {
  return path.replace(PLACEHOLDER, (_braces, name: string) => valueOf(name));
}

/** Percent-encodes the characters that RFC 3986 §3.3 does not allow in a path; placeholders stay. */
export function encodeTemplate(path: string): string {
  return path.replace(/\{[^{}]*\}|[^\x21-\x7e]+|["<>^`|]/gu, (part) =>
    part.startsWith('{') ? part : encodeURIComponent(part.toWellFormed()),
  );
}

/** Whether a path addresses one record (`/teams/{id}`) rather than all (`/teams`). */
export function endsInPlaceholder(path: string): boolean {
  return /(^|\/)\{[^/]*\}(\.\w+)?\/?$/.test(path);
}

/** The segments of a path without a leading `/api/v1`. */
export function segmentsOf(path: string): string[] {
  const segments = path.split('/').filter(Boolean);
  while (/^(api|v\d+(\.\d+)?)$/i.test(segments[0] ?? '')) segments.shift();
  return segments;
}

/** Whether a path segment begins with a placeholder. */
export function isPlaceholder(segment: string | undefined): boolean {
  return segment?.startsWith('{') === true;
}
