import { writtenAs } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { setOwn } from '../../values/set-own.js';

/** Replaces a secret. */
export const REDACTED = '[redacted]';

/** Deeper than any record. Values below it are not inspected, so they are redacted. */
const MAX_DEPTH = 200;
/** A time is not a secret: when a password was last set. */
const TIME = /^\d{4}-\d\d-\d\d([T ][\d:.]+( ?UTC|Z|[+-]\d\d:?\d\d)?)?$/;

interface SanitizerOptions {
  /** Whether a field of this name is redacted. */
  isSecret: (name: string) => boolean;
  /** Where the application is for this server … */
  internalOrigin: string;
  /** … and for everybody else. */
  publicOrigin: string;
}

/**
 * Creates a function that sanitizes a response for a model. It replaces the values of secret fields by `[redacted]`,
 * except null, booleans, empty values and times; and it makes internal URLs public, because Rails builds file URLs from
 * the host of the request, or without a host.
 * @returns a function that returns a changed copy, or the value itself where nothing changes
 */
export function createSanitizer({ isSecret, internalOrigin, publicOrigin }: SanitizerOptions) {
  const { publish, isPublic } = publisher(internalOrigin, publicOrigin);

  return function clean<T>(value: T): T {
    // What has been written already is searched for addresses at once, and not text by text.
    const text = writtenAs(value);
    // A cleaned value has the shape of the original.
    return cleanValue(value, 0, text === undefined || !isPublic(text)) as T;
  };

  function cleanValue(value: unknown, depth: number, publishes: boolean): unknown {
    if (typeof value === 'string') return publishes ? publish(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return REDACTED;
    return Array.isArray(value)
      ? cleanList(value, depth, publishes)
      : cleanRecord(value as Record<string, unknown>, depth, publishes); // JSON has no others
  }

  function cleanList(list: readonly unknown[], depth: number, publishes: boolean) {
    let changed: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const entry = list[index];
      const cleaned = cleanValue(entry, depth + 1, publishes);
      if (cleaned !== entry) (changed ??= [...list])[index] = cleaned;
    }
    return changed ?? list;
  }

  function cleanRecord(record: Record<string, unknown>, depth: number, publishes: boolean) {
    let changed: Record<string, unknown> | undefined;
    // JSON inherits nothing, and V8 reads a field in this loop without looking it up.
    for (const name in record) {
      const field = record[name];
      const cleaned =
        isSecret(name) && isTelling(field) ? REDACTED : cleanValue(field, depth + 1, publishes);
      if (cleaned !== field) setOwn((changed ??= { ...record }), name, cleaned);
    }
    return changed ?? record;
  }
}

/**
 * Adds a note about redacted fields, because some secrets, as that of a webhook endpoint, are returned only once.
 * Bullet Train's own pages show them to everybody who may see the record.
 */
export function explainRedacted(record: Record<string, unknown>): Record<string, unknown> {
  const names = redactedFields(record);
  if (names.length === 0 || 'note' in record) return record;
  const note = `Models are not shown ${names.join(', ')}. Tell the person that the record's own page in the application has it (a webhook's secret: Developers, Webhooks).`;
  return { ...record, note };
}

function redactedFields(record: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (value === REDACTED) return [name];
    return isRecord(value) ? redactedFields(value) : [];
  });
}

function isTelling(value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'string' || !TIME.test(value);
}

/** Where Active Storage has files; super scaffolding shows a bare path. */
const FILES = '/rails/active_storage/';
const FILE_PATH = /(^|["'(\s=])(?=\/rails\/active_storage\/)/g;

/** With either scheme: behind a proxy that ends TLS Rails writes https and keeps the host that it was asked at. */
function publisher(internalOrigin: string, publicOrigin: string) {
  const { host } = new URL(internalOrigin);
  const escaped = host.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const address = new RegExp(String.raw`https?://${escaped}(?![\w-]|[.:]\w)`, 'gi');
  const isElsewhere = internalOrigin !== publicOrigin;
  return {
    /** Makes the addresses in a text public. */
    publish(text: string): string {
      const moved =
        isElsewhere && text.includes(host) ? text.replace(address, () => publicOrigin) : text;
      return moved.includes(FILES)
        ? moved.replace(FILE_PATH, (before) => before + publicOrigin)
        : moved;
    },
    /** Whether no text in this JSON has an address that `publish` would change. */
    isPublic: (json: string) => !(isElsewhere && json.includes(host)) && !json.includes(FILES),
  };
}
