import { isRecord } from '../../values/is-record.js';
import { dereference } from '../document/resolve.js';
import { normalizeSchema, type SchemaContext } from '../schema/schema.js';
import type { JsonSchema } from '../schema/schema-keywords.js';
import { essenceOf } from './media-type.js';

/** The JSON response of a successful call. */
export interface SuccessResponse {
  readonly schema: JsonSchema;
  /** Whether no other content type is documented. */
  onlyJson: boolean;
}

/** Whether the documented responses contain a redirect (RFC 9110 §15.4), 304 aside. */
export function documentsRedirect(responses: unknown): boolean {
  return (
    isRecord(responses) &&
    Object.keys(responses).some((status) => /^3(\d\d|XX)$/i.test(status) && status !== '304')
  );
}

/** No model reads an output schema deeper, and many documents nest responses without end. */
const MAX_DEPTH = 6;
const MAX_PARTS = 300;
const JSON_TYPE = /[/+]json$/;
const JSON_OR_ANY = /[/+]json$|^\*\/\*$/;

/**
 * Finds the first success response with a JSON schema. The schema is normalized on first use, because most lists of
 * tools have no room for output schemas.
 * @returns undefined where the document describes none
 */
export function readSuccessResponse(
  value: unknown,
  context: SchemaContext,
): SuccessResponse | undefined {
  if (!isRecord(value)) return undefined;
  const success = Object.keys(value).filter((status) => /^2(\d\d|XX)$/i.test(status));
  for (const status of success.toSorted()) {
    const response = dereference(value[status], context.resolve);
    const content = isRecord(response?.['content']) ? response['content'] : {};
    const types = Object.keys(content);
    const json = types.find((type) => JSON_OR_ANY.test(essenceOf(type)));
    const media = json === undefined ? undefined : content[json];
    const source = isRecord(media) ? media['schema'] : undefined;
    if (!isRecord(source)) continue;
    const limits = { maxDepth: MAX_DEPTH, maxParts: MAX_PARTS };
    // Warnings about patterns in responses help nobody.
    const reading: SchemaContext = { ...context, direction: 'response', warn: () => {}, ...limits };
    const onlyJson = types.every((type) => JSON_TYPE.test(essenceOf(type)));
    let schema: JsonSchema | undefined;
    return {
      get schema() {
        return (schema ??= normalizeSchema(source, reading));
      },
      onlyJson,
    };
  }
  return undefined;
}
