import { isDeepStrictEqual } from 'node:util';
import { annotateTool, describeTool, titleOf, type ToolAnnotations } from './describe.js';
import { OperationError } from './operation-error.js';
import type { BodyEncoding, Method, Operation } from './operations.js';
import type { Parameter } from './parameters.js';
import type { JsonSchema } from './schema-keywords.js';

/** Where one argument goes when the tool is called. */
export type Destination =
  { in: 'parameter'; parameter: Parameter } | { in: 'body'; name: string } | { in: 'whole body' };

/** How the request's body is put together from the arguments that go there. */
export interface BodyPlan {
  contentType: string;
  encoding: BodyEncoding;
  required: boolean;
  /** Rails' wrapper key: `{"project": {…}}`. */
  wrapper?: string;
}

/** An operation as a model sees it (name to annotations), and how a call becomes a request. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema & { type: 'object' };
  annotations: ToolAnnotations;
  method: Method;
  /** The path template, below `/api/v1`. */
  path: string;
  destinations: ReadonlyMap<string, Destination>;
  body?: BodyPlan;
}

/**
 * Plans the tool of an operation: one flat object of arguments, each with its destination.
 * @throws OperationError when no flat object can say what the operation needs
 */
export function planTool(operation: Operation, name: string): Tool {
  const args = new ArgumentList();
  for (const parameter of operation.parameters) {
    args.add(parameter.name, parameter.in, argumentSchema(parameter), parameter.required, {
      in: 'parameter',
      parameter,
    });
  }
  const body = planBody(operation, args);
  return {
    name,
    title: titleOf(operation, name),
    description: describeTool(operation, name),
    inputSchema: args.toSchema(),
    annotations: annotateTool(operation, name),
    method: operation.method,
    path: operation.path,
    destinations: args.destinations,
    ...(body && { body }),
  };
}

/** Ids are integers in answers, integers or obfuscated strings in URLs: a string takes both. */
function argumentSchema({ in: place, schema, name }: Parameter): JsonSchema {
  if (place !== 'path' || !/(^|_)id$/.test(name) || schema.enum) return schema;
  return { type: 'string', ...(schema.description && { description: schema.description }) };
}

function planBody({ body, method }: Operation, args: ArgumentList): BodyPlan | undefined {
  if (!body) return undefined;
  const { contentType, encoding, schema } = body;
  const wrapped = unwrap(schema);
  const fields = wrapped?.schema ?? flatten(schema);
  if (!fields?.properties) {
    args.add('body', 'body', schema, body.required, { in: 'whole body' });
    return { contentType, encoding, required: body.required };
  }
  // Rails updates what it is sent and leaves the rest, so an update needs no field in particular.
  const partial = method === 'patch' || (method === 'put' && wrapped !== undefined);
  const required = partial ? [] : (fields.required ?? []);
  for (const [field, fieldSchema] of Object.entries(fields.properties)) {
    args.add(field, 'body', fieldSchema, required.includes(field), { in: 'body', name: field });
  }
  return {
    contentType,
    encoding,
    required: body.required || wrapped !== undefined,
    ...(wrapped && { wrapper: wrapped.key }),
  };
}

/** Bullet Train wraps a body in one key, which Rails demands although no document marks it required. */
function unwrap(schema: JsonSchema): { key: string; schema: JsonSchema } | undefined {
  const entries = Object.entries(schema.properties ?? {});
  const [key, inner] = entries[0] ?? [];
  if (entries.length !== 1 || key === undefined || !inner) return undefined;
  const fields = flatten(inner);
  return fields?.properties ? { key, schema: fields } : undefined;
}

/** A choice between objects becomes one object with all their properties; only what all require is required. */
function flatten(schema: JsonSchema): JsonSchema | undefined {
  if (!schema.anyOf) return schema.properties ? schema : undefined;
  const variants = schema.anyOf
    .filter((variant) => variant.type !== 'null')
    .map((variant) => flatten(variant) ?? (schema.properties && !variant.type ? {} : undefined));
  if (variants.length === 0 || !variants.every((variant) => variant !== undefined))
    return undefined;
  const shared = variants
    .map((variant) => variant.required ?? [])
    .reduce((all, names) => all.filter((name) => names.includes(name)));
  return {
    type: 'object',
    properties: {
      ...schema.properties,
      ...variants.map((variant) => variant.properties ?? {}).reduce(eitherOf, {}),
    },
    required: [...new Set([...(schema.required ?? []), ...shared])],
  };
}

/** A name that two variants share takes what either of them takes. */
function eitherOf(
  first: Record<string, JsonSchema>,
  second: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  const both = { ...first, ...second };
  for (const [name, theirs] of Object.entries(second)) {
    const ours = Object.hasOwn(first, name) ? first[name] : undefined;
    if (!ours || isDeepStrictEqual(ours, theirs)) continue;
    both[name] =
      ours.enum && theirs.enum && isDeepStrictEqual(ours.type, theirs.type)
        ? { ...ours, enum: [...new Set([...ours.enum, ...theirs.enum])] }
        : { anyOf: [...(ours.anyOf ?? [ours]), theirs] };
  }
  return both;
}

/** Providers allow no other characters in an argument's name: `filter[id]` → `filter_id`. */
function argumentName(name: string): string {
  const plain = name.replace(/[^a-zA-Z0-9_.-]+/g, '_').replace(/^_+(?=.)|_+$/g, '');
  return plain.slice(0, 64) || 'value';
}

class ArgumentList {
  readonly destinations = new Map<string, Destination>();
  private readonly properties: [string, JsonSchema][] = [];
  private readonly required: string[] = [];

  /** Of two arguments with one name the later is called by its place: `body_id`, `query_name`. */
  add(
    name: string,
    place: string,
    schema: JsonSchema,
    required: boolean,
    destination: Destination,
  ): void {
    const plain = argumentName(name);
    const free = [plain, `${place}_${plain}`.slice(0, 64)].find(
      (key) => !this.destinations.has(key),
    );
    if (free === undefined) throw new OperationError(`it takes ${name} more than twice`);
    this.destinations.set(free, destination);
    this.properties.push([free, schema]);
    if (required) this.required.push(free);
  }

  toSchema(): JsonSchema & { type: 'object' } {
    return {
      type: 'object',
      properties: Object.fromEntries(this.properties),
      ...(this.required.length > 0 && { required: this.required }),
    };
  }
}
