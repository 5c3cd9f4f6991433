import { isRecord } from './document.js';
import { dereference } from './resolve.js';
import { normalizeSchema, type SchemaContext } from './schema.js';
import type { JsonSchema } from './schema-keywords.js';

export type BodyEncoding = 'json' | 'form' | 'multipart' | 'text' | 'binary';

export interface RequestBody {
  contentType: string;
  encoding: BodyEncoding;
  required: boolean;
  schema: JsonSchema;
}

/** In the order in which they are preferred: the first says the most, the last takes anything. */
const ENCODINGS: [BodyEncoding, RegExp][] = [
  ['json', /^(application\/(json|\*|[\w.+-]+\+json)|\*\/\*)$/],
  ['form', /^application\/x-www-form-urlencoded$/],
  ['multipart', /^multipart\/(form-data|mixed|\*)$/],
  ['text', /^(text\/.+|application\/(graphql|xml|yaml|[\w.+-]+\+(xml|yaml)))$/],
  ['binary', /./],
];

/** Reads a request body, of its content types the one that a tool fills in best. */
export function readBody(value: unknown, context: SchemaContext): RequestBody | undefined {
  const source = dereference(value, context.resolve);
  if (!source || !isRecord(source['content'])) return undefined;
  const contentTypes = Object.keys(source['content']);
  for (const [encoding, pattern] of ENCODINGS) {
    const contentType = contentTypes.find((type) => pattern.test(essenceOf(type)));
    if (contentType === undefined) continue;
    const media = source['content'][contentType];
    return {
      contentType: sentAs(encoding, contentType),
      encoding,
      required: source['required'] === true,
      schema: normalizeSchema(isRecord(media) ? media['schema'] : undefined, context),
    };
  }
  return undefined;
}

/** A media type without its parameters (RFC 9110 §8.3.1). */
export function essenceOf(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

function sentAs(encoding: BodyEncoding, contentType: string): string {
  if (encoding === 'form' || encoding === 'multipart') return essenceOf(contentType);
  if (!contentType.includes('*')) return contentType;
  return { json: 'application/json', text: 'text/plain', binary: 'application/octet-stream' }[
    encoding
  ];
}
