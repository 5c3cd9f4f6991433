import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isRecord } from './document.js';
import type { JsonSchema } from './schema-keywords.js';
import type { Tool } from './tool.js';

/** The arguments cannot be sent; the message tells a model what to change. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

// Formats are not enforced: Rails reads more dates and addresses than JSON Schema allows, and its own
// 422 names the field when it does not.
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const validators = new WeakMap<Tool, ValidateFunction>();

function validatorOf(tool: Tool): ValidateFunction {
  const known = validators.get(tool);
  if (known) return known;
  const validator = ajv.compile(tool.inputSchema);
  // Ajv would keep the schema for good; the validator is to go when its tool goes.
  ajv.removeSchema(tool.inputSchema);
  validators.set(tool, validator);
  return validator;
}

/**
 * Heals what is unambiguous and checks the rest against the tool's schema.
 * @returns the arguments to send
 * @throws ArgumentError naming every argument that is missing, unknown or wrong
 */
export function checkArguments(tool: Tool, given: unknown): Record<string, unknown> {
  if (given !== undefined && !isRecord(given)) {
    throw new ArgumentError('The arguments must be one JSON object.');
  }
  const args = heal(given ?? {}, tool.inputSchema) as Record<string, unknown>;
  const problems = Object.keys(args)
    .filter((name) => !tool.destinations.has(name))
    .map((name) => `there is no argument "${name}"`);
  const validate = validatorOf(tool);
  if (!validate(args)) problems.push(...(validate.errors ?? []).map(describeProblem));
  if (problems.length === 0) return args;
  throw new ArgumentError(
    `${tool.name} was not called: ${[...new Set(problems)].slice(0, 10).join('; ')}. ` +
      `It takes ${listArguments(tool.inputSchema)}.`,
  );
}

function listArguments({ properties = {}, required = [] }: JsonSchema): string {
  const names = Object.keys(properties).map((name) =>
    required.includes(name) ? `${name} (required)` : name,
  );
  return names.length > 0 ? names.join(', ') : 'no arguments';
}

function describeProblem({ instancePath, keyword, params, message }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') {
    const missing = params['missingProperty'] as string;
    return `"${path ? `${path}.${missing}` : missing}" is missing`;
  }
  if (keyword === 'additionalProperties') {
    return `there is no "${path}.${params['additionalProperty'] as string}"`;
  }
  if (keyword === 'enum') {
    const allowed = (params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value));
    return `"${path}" must be one of ${allowed.join(', ')}`;
  }
  return `"${path}" ${message ?? 'is not valid'}`;
}

/** Models send numbers as strings and objects as JSON text: what can mean only one thing is put right. */
function heal(value: unknown, schema: JsonSchema): unknown {
  const types = [schema.type ?? []].flat();
  if (typeof value === 'number' && types.includes('string') && !isNumeric(types)) {
    return String(value);
  }
  const read = typeof value === 'string' ? healString(value, types) : value;
  if (Array.isArray(read)) {
    const { items } = schema;
    return items ? read.map((item) => heal(item, items)) : read;
  }
  if (!isRecord(read) || !schema.properties) return read;
  return Object.fromEntries(
    Object.entries(read).map(([name, inner]) => {
      const property = Object.hasOwn(schema.properties!, name) && schema.properties![name];
      return [name, property ? heal(inner, property) : inner];
    }),
  );
}

function isNumeric(types: readonly string[]): boolean {
  return types.includes('number') || types.includes('integer');
}

function healString(text: string, types: readonly string[]): unknown {
  if (types.length === 0 || types.includes('string')) return text;
  if (isNumeric(types) && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    const read: unknown = JSON.parse(text);
    return types.includes(Array.isArray(read) ? 'array' : 'object') ? read : text;
  } catch {
    return text;
  }
}
