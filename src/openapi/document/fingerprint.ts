import { sha256 } from '../../values/sha256.js';
import type { OpenApiDocument } from './document.js';

/** Objects whose keys are names that the author chose: there, `example` is a name and not an example. */
const NAME_MAPS = new Set(
  'properties patternProperties $defs definitions schemas parameters responses headers requestBodies paths content variables'.split(
    ' ',
  ),
);
const EXAMPLES = new Set(['example', 'examples']);

/**
 * Hashes a document without its examples, because Bullet Train renders new ones for each request.
 * @returns SHA-256 as base64url (43 characters), equal for two documents that differ only in examples
 */
export function fingerprintDocument(document: OpenApiDocument): string {
  return sha256(new Writer(findShared(document)).write(document, false));
}

/** Objects that YAML aliases share. Expanding them could exhaust memory or never end. */
function findShared(document: object): Set<object> {
  const seen = new Set<object>();
  const shared = new Set<object>();
  const waiting: object[] = [document];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (seen.has(value)) {
      shared.add(value);
      continue;
    }
    seen.add(value);
    const parts: unknown[] = Object.values(value);
    for (const inner of parts) {
      if (typeof inner === 'object' && inner !== null) waiting.push(inner);
    }
  }
  return shared;
}

class Writer {
  private readonly digests = new Map<object, string>();

  constructor(private readonly shared: ReadonlySet<object>) {}

  write(value: unknown, isNameMap: boolean): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    if (!this.shared.has(value)) return this.writeParts(value, isNameMap);
    const known = this.digests.get(value);
    if (known !== undefined) return known;
    this.digests.set(value, 'cycle');
    const written = sha256(this.writeParts(value, isNameMap));
    this.digests.set(value, written);
    return written;
  }

  private writeParts(value: object, isNameMap: boolean): string {
    if (Array.isArray(value)) return `[${value.map((item) => this.write(item, false)).join()}]`;
    const parts = Object.entries(value)
      .filter(([key]) => isNameMap || !EXAMPLES.has(key))
      .map(([key, inner]) => {
        return `${JSON.stringify(key)}:${this.write(inner, !isNameMap && NAME_MAPS.has(key))}`;
      });
    return `{${parts.join()}}`;
  }
}
