import { isRecord } from '../../values/is-record.js';
import { dereference } from '../document/resolve.js';
import { normalizeSchema, type SchemaContext } from '../schema/schema.js';
import type { JsonSchema } from '../schema/schema-keywords.js';
import { essenceOf } from './media-type.js';

/** What a successful call is answered with. */
export interface SuccessResponse {
  readonly schema: JsonSchema;
  /** There is no other content type that it may come in. */
  onlyJson: boolean;
}

/** Whether a document says that an operation may answer with another address. */
export function documentsRedirect(responses: unknown): boolean {
  return (
    isRecord(responses) &&
    Object.keys(responses).some((status) => /^3(\d\d|XX)$/i.test(status) && status !== '304')
  );
}

/** No model reads an output schema deeper, and many documents nest their answers without end. */
const MAX_DEPTH = 6;
const MAX_PARTS = 300;
const JSON_TYPE = /[/+]json$/;
const JSON_OR_ANY = /[/+]json$|^\*\/\*$/;

/**
 * Finds the JSON schema of the first success response, which is read when it is first asked for: many a list of tools
 * has no room for what they answer.
 * @returns undefined where the document has none
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
    // What a pattern in an answer looks like is nobody's concern here.
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
