import type { AddedField } from '../operations/added-fields.js';
import { nameArguments, type PlannedArgument } from './argument-names.js';
import type { BodyEncoding, RequestBody } from '../operations/request-body.js';
import { flattenChoice, unwrapBody } from '../schema/flatten.js';
import { answersList, isAfter, isPaging, LIST_OPTIONS, type ListOption } from './list-response.js';
import { acceptObfuscatedIds } from './obfuscated-ids.js';
import { hasNonLatinLetters } from '../../values/latin.js';
import { describeFields } from './shown-fields.js';
import type { Method } from '../document/method.js';
import type { Operation } from '../operations/operations.js';
import type { Parameter } from '../operations/parameters.js';
import { encodeTemplate } from '../document/path-template.js';
import { isFileSchema, type JsonSchema, type ObjectSchema } from '../schema/schema-keywords.js';

/** Where one argument goes when the tool is called. */
export type ArgumentDestination =
  | { in: 'parameter'; parameter: Parameter }
  | { in: 'body'; name: string }
  | { in: 'whole body' }
  /** Not sent: an option for the response of a list. */
  | { in: 'list'; option: ListOption };

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
  /** Every media type that a file may have which is the body. */
  fileTypes?: RequestBody['fileTypes'];
}

/** How a call becomes a request. */
export interface Plan {
  method: Method;
  /** The path template. */
  path: string;
  /** The path exactly as the document writes it. */
  documentPath: string;
  /** The path that is filled in and sent: percent-encoded, with the fixed query parameters. */
  template: string;
  /** The prefix of the path; undefined below the operator's API. */
  base?: string;
  /** The schema that arguments are validated against: everything the application takes, null included. */
  acceptedSchema: ObjectSchema;
  destinations: ReadonlyMap<string, ArgumentDestination>;
  body?: BodyPlan;
  /** The Accept header; JSON where undefined. */
  accept?: string;
  /** Whether it responds with a list of records, a page at a time. */
  list: boolean;
  /** Whether the document describes JSON responses only. */
  onlyJson: boolean;
  /** Whether the document describes a redirect. */
  redirects: boolean;
  /** The fields of its answer that are shown where a call asks for none. */
  defaultFields?: readonly string[];
}

type Argument = PlannedArgument<ArgumentDestination>;

/**
 * Plans the calls of an operation: one flat object of arguments, each with its destination.
 * @param isHidden whether the operator hides a field of answers until it is asked for
 */
export function planCall(
  operation: Operation,
  isHidden: (name: string) => boolean = () => false,
): Plan {
  const { method, path, documentPath, constants, base, parameters } = operation;
  const query = constants.map(([name, value]) => `${name}=${value}`).join('&');
  const body = operation.body && planBody(operation, operation.body);
  const list = answersList(operation);
  const own = [...parameters.map(planParameter), ...(body?.args ?? [])];
  const args = [
    ...own,
    ...answerOptions(operation, own, list, describeFields(operation, isHidden)),
  ];
  const { defaultFields } = operation.overrides;
  const names = nameArguments(args);
  return {
    method,
    path,
    documentPath,
    template: encodeTemplate(query ? `${path}?${query}` : path),
    ...(base !== undefined && { base }),
    acceptedSchema: {
      ...schemaOf(args, names),
      ...(body?.additional !== undefined && { additionalProperties: body.additional }),
    },
    destinations: new Map(zip(names, args).map(([name, { destination }]) => [name, destination])),
    ...(body && { body: body.plan }),
    ...(operation.accept !== undefined && { accept: operation.accept }),
    list,
    onlyJson: operation.successResponse?.onlyJson === true,
    redirects: operation.redirects,
    ...(defaultFields?.length && { defaultFields }),
  };
}

/**
 * Lists take these as well, unless the operation has an argument of that name itself, or no pages to follow; a record
 * takes `fields` where not all of it is shown without.
 */
function answerOptions(
  { method, parameters }: Operation,
  own: readonly Argument[],
  list: boolean,
  fieldsSay: string | undefined,
): Argument[] {
  const names = new Set(nameArguments(own));
  const takes = {
    max_items: list && parameters.some(isPaging),
    fields: list || (method === 'get' && fieldsSay !== undefined),
  };
  const options = LIST_OPTIONS.filter(({ option }) => !names.has(option) && takes[option]);
  return options.map(({ option, schema }) => ({
    name: option,
    place: 'list',
    schema:
      option === 'fields' && fieldsSay !== undefined
        ? { ...schema, description: fieldsSay }
        : schema,
    required: false,
    destination: { in: 'list', option },
  }));
}

/** Each argument with its name: `nameArguments` gives one to each, in their order. */
function zip(
  names: readonly string[],
  args: readonly Argument[],
): [name: string, argument: Argument][] {
  return args.map((argument, index) => [names[index] ?? argument.name, argument]);
}

function schemaOf(args: readonly Argument[], names: readonly string[]): ObjectSchema {
  const required = zip(names, args).flatMap(([name, { required: isRequired }]) =>
    isRequired ? [name] : [],
  );
  return {
    type: 'object',
    properties: Object.fromEntries(
      zip(names, args).map(([name, argument]) => [name, withOriginalName(argument)]),
    ),
    ...(required.length > 0 && { required }),
  };
}

/** Puts the original name into the description where the argument's name cannot show it. */
function withOriginalName({ name, schema }: Argument): JsonSchema {
  if (!hasNonLatinLetters(name)) return schema;
  const { description } = schema;
  return { ...schema, description: description ? `${name}: ${description}` : name };
}

/** The description of Bullet Train's cursor, which `listResult` returns as `next_after`. */
const AFTER = 'next_after of the previous page';

function planParameter(parameter: Parameter): Argument {
  const { name, in: place, required } = parameter;
  const schema = isAfter(parameter)
    ? { ...parameter.schema, description: AFTER }
    : parameter.schema;
  // Ids are integers in responses, and integers or obfuscated strings in URLs: a string accepts both.
  const isPathId = place === 'path' && /(^|_)id$/i.test(name) && !schema.enum;
  const { description } = schema;
  const id: JsonSchema = { type: 'string', ...(description !== undefined && { description }) };
  return {
    name,
    place,
    schema: isPathId ? id : acceptObfuscatedIds(name, schema),
    required,
    destination: { in: 'parameter', parameter },
  };
}

interface PlannedBody {
  args: Argument[];
  plan: BodyPlan;
  /** The schema of additional fields, where the document allows them. */
  additional?: true | JsonSchema;
}

function planBody({ method, overrides }: Operation, body: RequestBody): PlannedBody {
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
      ...(((encoding === 'multipart' && overrides.addFields) || needsForm) && { schema: whole }),
    },
  };
}

function hasFile([, field]: [name: string, field: JsonSchema]): boolean {
  return isFileSchema(field) || (field.items !== undefined && isFileSchema(field.items));
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
