/** `{id}` in `/teams/{id}` (OpenAPI 3.1 §4.8.8.1). */
const PLACEHOLDER = /\{([^{}]+)\}/g;

/** The names between braces in a path, in their order. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(PLACEHOLDER)].map((match) => match[1]!);
}

/** The path with each placeholder replaced. */
export function fillPlaceholders(path: string, valueOf: (name: string) => string): string {
  return path.replace(PLACEHOLDER, (_braces, name: string) => valueOf(name));
}

/** The path as a request has it: what RFC 3986 §3.3 lets in nowhere is percent-encoded, placeholders stay. */
export function encodeTemplate(path: string): string {
  return path.replace(/\{[^{}]*\}|[^\x21-\x7e]+|["<>^`|]/gu, (part) =>
    part.startsWith('{') ? part : encodeURIComponent(part.toWellFormed()),
  );
}

/** `/teams/{id}` leads to one record, `/teams` to all of them. */
export function endsInPlaceholder(path: string): boolean {
  return /(^|\/)\{[^/]*\}(\.\w+)?\/?$/.test(path);
}

/** The segments of a path without what every path of an API begins with: `/api/v1`. */
export function segmentsOf(path: string): string[] {
  const segments = path.split('/').filter(Boolean);
  while (/^(api|v\d+(\.\d+)?)$/i.test(segments[0] ?? '')) segments.shift();
  return segments;
}

export function isPlaceholder(segment: string | undefined): boolean {
  return segment?.startsWith('{') === true;
}
