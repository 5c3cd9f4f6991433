// Any odd factor works; it only makes the strings look unlike the ids.
const FACTOR = 7919;

/** The obfuscated form of an id, as the web interface's URLs show it. */
export function obfuscateId(id: number): string {
  return `s${(id * FACTOR).toString(36)}`;
}

/** Reads the id in a URL, an integer or obfuscated; undefined when it is neither. */
export function readId(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^s[0-9a-z]+$/.test(text)) return undefined;
  const id = Number.parseInt(text.slice(1), 36) / FACTOR;
  return Number.isInteger(id) ? id : undefined;
}
