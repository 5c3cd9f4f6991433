import { isRecord } from '../../values/is-record.js';
import { readFieldEncodings, type FieldEncoding } from './field-encoding.js';
import { mergePatchSchema } from './merge-patch.js';
import { essenceOf, isJsonType } from './media-type.js';
import { OperationError } from './operation-error.js';
import { dereference } from '../document/resolve.js';
import { normalizeShown, type SchemaContext } from '../schema/schema.js';
import { coerceBoolean, type JsonSchema } from '../schema/schema-keywords.js';

export type BodyEncoding = 'json' | 'form' | 'multipart' | 'text' | 'binary';

export interface RequestBody {
  contentType: string;
  encoding: BodyEncoding;
  required: boolean;
  schema: JsonSchema;
  /** It changes what it names and leaves the rest, so no field of it is needed (RFC 7396). */
  isMergePatch: boolean;
  /** How single fields of a form are written, where the document says so. */
  fields: ReadonlyMap<string, FieldEncoding>;
  /** Every media type that a file may have which is the body. */
  fileTypes: readonly string[];
}

const TEXT =
  /^(text\/.+|application\/((x-)?(graphql|xml|yaml|csv|sql|javascript|toml|ndjson|jsonl|jsonlines|json-seq|sparql-query)|[\w.+-]+\+(xml|yaml|csv)))$/;

/** In the order in which they are preferred: the first says the most, the last takes anything. */
const ENCODINGS: [BodyEncoding, (essence: string) => boolean][] = [
  ['json', (type) => type === 'application/json'],
  ['json', (type) => isJsonType(type) && type !== JSON_PATCH],
  ['json', (type) => /^(application\/\*|\*\/\*)$/.test(type)],
  ['form', (type) => type === 'application/x-www-form-urlencoded'],
  ['multipart', (type) => /^multipart\/(form-data|\*)$/.test(type)],
  // A list of steps is the last thing a model should have to write where there is another way.
  ['json', (type) => type === JSON_PATCH],
  ['text', (type) => TEXT.test(type)],
  ['binary', (type) => !type.startsWith('multipart/')],
];
const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';

/**
 * Reads a request body, of its content types the one that a tool fills in best.
 * @throws OperationError when it has none that can be written
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
  // Text is always written in UTF-8, whatever the document's charset.
  return encoding === 'text'
    ? contentType.replace(/(;\s*charset\s*=\s*)("[^"]*"|[^;\s]+)/i, '$1utf-8')
    : contentType;
}
