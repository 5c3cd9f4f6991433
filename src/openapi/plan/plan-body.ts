import type { AddedField } from '../operations/added-fields.js';
import type { Operation } from '../operations/operations.js';
import type { BodyEncoding, RequestBody } from '../operations/request-body.js';
import { flattenChoice, unwrapBody } from '../schema/flatten.js';
import { isFileSchema, type JsonSchema } from '../schema/schema-keywords.js';
import type { Argument } from './argument.js';
import { acceptObfuscatedIds } from './obfuscated-ids.js';

/** How the request body is built from the arguments. */
export interface BodyPlan {
  contentType: string;
  encoding: BodyEncoding;
  required: boolean;
  /** Rails' wrapper key: `{"project": {…}}`. */
  wrapper?: string;
  /** The schema of a body that may contain files. A JSON body becomes a multipart form when a file is given. */
  schema?: JsonSchema;
  /** How single fields of a form are written, where the document says so. */
  fields?: RequestBody['fields'];
  /** The fields of a JSON body that hold a file as base64. */
  base64?: readonly string[];
  /** Every media type that a file may have which is the body. */
  fileTypes?: RequestBody['fileTypes'];
}

/** The arguments of a body, and how the body is built from them. */
interface PlannedBody {
  args: Argument[];
  plan: BodyPlan;
  /** The schema of additional fields, where the document allows them. */
  additional?: true | JsonSchema;
}

/**
 * Plans the body of an operation: a field for each argument, or one argument for a body without fields.
 */
export function planBody({ method, overrides }: Operation, body: RequestBody): PlannedBody {
  const {
    contentType,
    encoding,
    schema,
    required,
    isMergePatch,
    fields: written,
    fileTypes,
  } = body;
  const plan: BodyPlan = {
    contentType,
    encoding,
    required,
    ...(encoding === 'multipart' && { schema }),
    ...(written.size > 0 && { fields: written }),
    ...(fileTypes.length > 0 && { fileTypes }),
  };
  const hasFields = encoding !== 'text' && encoding !== 'binary';
  const wrapped = hasFields ? unwrapBody(schema) : undefined;
  const known = wrapped?.schema ?? (hasFields ? flattenChoice(schema) : undefined);
  const fields = known && withAdded(known, overrides.addFields);
  if (!fields?.properties) return { args: [wholeBody(body)], plan };
  // Rails updates only the fields that it is sent, so an update requires none.
  const partial = isMergePatch || method === 'patch' || (method === 'put' && wrapped !== undefined);
  const needed = partial ? [] : (fields.required ?? []);
  const entries = Object.entries(fields.properties);
  const additional = fields.additionalProperties;
  const whole: JsonSchema = wrapped
    ? { type: 'object', properties: { [wrapped.key]: fields } }
    : fields;
  // Rails takes files only from a form, whatever the document says.
  const needsForm = encoding === 'json' && wrapped !== undefined && entries.some(hasFile);
  const inJson = encoding === 'json' && !needsForm ? entries.filter(holdsBytes) : [];
  return {
    ...(additional && { additional }),
    args: entries.map(([name, field]) => ({
      name,
      place: 'body',
      schema: acceptObfuscatedIds(name, field),
      required: needed.includes(name),
      destination: { in: 'body', name },
    })),
    plan: {
      ...plan,
      required: required || wrapped !== undefined,
      ...(wrapped && { wrapper: wrapped.key }),
      ...(inJson.length > 0 && { base64: inJson.map(([name]) => name) }),
      ...(((encoding === 'multipart' && overrides.addFields) || needsForm) && { schema: whole }),
    },
  };
}

function hasFile([, field]: [name: string, field: JsonSchema]): boolean {
  return isFileSchema(field) || (field.items !== undefined && isFileSchema(field.items));
}

/** Whether a field of JSON is a file as base64. */
function holdsBytes([, field]: [name: string, field: JsonSchema]): boolean {
  return isFileSchema(field) || field['format'] === 'byte';
}

/** Adds the operator's fields; a field of the document with the same name wins. */
function withAdded(schema: JsonSchema, added: readonly AddedField[] | undefined): JsonSchema {
  if (!added?.length) return schema;
  const fields = Object.fromEntries(added.map((field) => [field.name, field.schema]));
  return { ...schema, properties: { ...fields, ...schema.properties } };
}

function wholeBody(body: RequestBody): Argument {
  const { contentType, encoding, schema, required, fileTypes } = body;
  const isPlain = encoding === 'text' || encoding === 'binary';
  const types = fileTypes.length > 0 ? fileTypes.join(' or ') : contentType;
  const { description = isPlain ? `The body, ${types}` : undefined } = schema;
  const text: JsonSchema = { type: 'string', ...(description !== undefined && { description }) };
  const byEncoding = { text, binary: { ...text, format: 'binary' } } as const;
  return {
    name: 'body',
    place: 'body',
    schema: encoding === 'text' || encoding === 'binary' ? byEncoding[encoding] : schema,
    required: required || encoding === 'binary',
    destination: { in: 'whole body' },
  };
}
