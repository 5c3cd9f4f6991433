import type { Argument, ArgumentDestination } from './argument.js';
import { nameArguments } from './argument-names.js';
import { planBody, type BodyPlan } from './plan-body.js';
import { answersList, isAfter, isPaging, LIST_OPTIONS } from './list-response.js';
import { acceptObfuscatedIds } from './obfuscated-ids.js';
import { hasNonLatinLetters } from '../../values/latin.js';
import { describeFields } from './shown-fields.js';
import type { Method } from '../document/method.js';
import type { Operation } from '../operations/operations.js';
import type { Parameter } from '../operations/parameters.js';
import { encodeTemplate } from '../document/path-template.js';
import type { JsonSchema, ObjectSchema } from '../schema/schema-keywords.js';

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

/**
 * Plans the calls of an operation: one flat object of arguments, each with its destination.
 * @param isHidden whether the operator hides a field of answers until it is asked for
 */
export function planCall(operation: Operation, isHidden?: (name: string) => boolean): Plan {
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
  const takes = {
    max_items: list && parameters.some(isPaging),
    fields: list || (method === 'get' && fieldsSay !== undefined),
  };
  const taken = LIST_OPTIONS.filter(({ option }) => takes[option]);
  if (taken.length === 0) return [];
  const names = new Set(nameArguments(own));
  const options = taken.filter(({ option }) => !names.has(option));
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
