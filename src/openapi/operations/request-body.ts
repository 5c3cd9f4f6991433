import { isRecord } from '../../values/is-record.js';
import { readFieldEncodings, type FieldEncoding } from './field-encoding.js';
import { mergePatchSchema } from './merge-patch.js';
import { essenceOf, isJsonType } from './media-type.js';
import { OperationError } from './operation-error.js';
import { dereference } from '../document/resolve.js';
import { normalizeShown, type SchemaContext } from '../schema/schema.js';
import { coerceBoolean, type JsonSchema } from '../schema/schema-keywords.js';

/** How a body is written. */
export type BodyEncoding = 'json' | 'form' | 'multipart' | 'text' | 'binary';

/** A request body in the one content type that the tool sends (OpenAPI 3.1 §4.8.13). */
export interface RequestBody {
  contentType: string;
  encoding: BodyEncoding;
  required: boolean;
  schema: JsonSchema;
  /** Whether it is a merge patch (RFC 7396), which requires no field. */
  isMergePatch: boolean;
  /** How the document says to write single fields of a form, by name. */
  fields: ReadonlyMap<string, FieldEncoding>;
  /** The media types that a file may have where the body is a file. */
  fileTypes: readonly string[];
}

const TEXT =
  /^(text\/.+|application\/((x-)?(graphql|xml|yaml|csv|sql|javascript|toml|ndjson|jsonl|jsonlines|json-seq|sparql-query)|[\w.+-]+\+(xml|yaml|csv)))$/;

/** In order of preference: the first is the most expressive, the last accepts anything. */
const ENCODINGS: [BodyEncoding, (essence: string) => boolean][] = [
  ['json', (type) => type === 'application/json'],
  ['json', (type) => isJsonType(type) && type !== JSON_PATCH],
  ['json', (type) => /^(application\/\*|\*\/\*)$/.test(type)],
  ['form', (type) => type === 'application/x-www-form-urlencoded'],
  ['multipart', (type) => /^multipart\/(form-data|\*)$/.test(type)],
  // A JSON Patch is the hardest to write for a model, so any other way is preferred.
  ['json', (type) => type === JSON_PATCH],
  ['text', (type) => TEXT.test(type)],
  ['binary', (type) => !type.startsWith('multipart/')],
];
const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';

/**
 * Reads a request body in the content type that a tool fills in best.
 * @returns undefined where the operation has no body
 * @throws OperationError when the body has no content type that can be written
 */
export function readRequestBody(value: unknown, context: SchemaContext): RequestBody | undefined {
  const source = dereference(value, context.resolve);
  if (!source || !isRecord(source['content'])) return undefined;
  const contentTypes = Object.keys(source['content']);
  for (const [encoding, takes] of ENCODINGS) {
    const contentType = contentTypes.find((type) => takes(essenceOf(type)));
    if (contentType === undefined) continue;
    const media = source['content'][contentType];
    const described = isRecord(media) ? media : {};
    const schema = normalizeShown(described['schema'], described, context);
    const isMergePatch = essenceOf(contentType) === MERGE_PATCH;
    return {
      contentType: sentAs(encoding, contentType),
      encoding,
      required: coerceBoolean(source['required']),
      schema: isMergePatch ? mergePatchSchema(schema) : schema,
      isMergePatch,
      fields: readFieldEncodings(described['encoding']),
      fileTypes: encoding === 'binary' ? contentTypes : [],
    };
  }
  const [first] = contentTypes;
  if (first === undefined) return undefined;
  throw new OperationError(`its body is ${first}, whose parts no argument can say`);
}

function sentAs(encoding: BodyEncoding, contentType: string): string {
  if (encoding === 'form') return essenceOf(contentType);
  if (encoding === 'multipart') return 'multipart/form-data';
  if (contentType.includes('*')) {
    return { json: 'application/json', text: 'text/plain', binary: 'application/octet-stream' }[
      encoding
    ];
  }
  // Text is always sent in UTF-8, whatever charset the document names.
  return encoding === 'text'
    ? contentType.replace(/(;\s*charset\s*=\s*)("[^"]*"|[^;\s]+)/i, '$1utf-8')
    : contentType;
}
