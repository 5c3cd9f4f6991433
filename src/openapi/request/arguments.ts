import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { ArgumentError } from './argument-error.js';
import { describeProblems } from './describe-problem.js';
import { isRecord } from '../../values/is-record.js';
import { FORMATS } from './formats.js';
import { isAdditionalField } from './additional-fields.js';
import { coerce } from './coerce.js';
import type { JsonSchema } from '../schema/schema-keywords.js';
import type { Tool } from '../tools/tool.js';
import { adviceOnArgument, findUnknownNames } from './unknown-names.js';
import { toJsonNumbers } from './to-json-numbers.js';

let compiler: Ajv2020 | undefined;
const validators = new WeakMap<Tool, ValidateFunction>();

/** Creates the validator ahead of the first call. */
export function prepareValidation(): void {
  ajv();
}

function ajv(): Ajv2020 {
  return (compiler ??= createCompiler());
}

function createCompiler(): Ajv2020 {
  const created = new Ajv2020({
    strict: false,
    // This server writes the schemas: to check them, Ajv would compile its meta-schemas, 100 ms at the first call.
    meta: false,
    validateSchema: false,
    allErrors: true,
    // Each error carries its schema, which the error message needs.
    verbose: true,
    // It would warn of each unknown format.
    logger: false,
    // Otherwise an argument `constructor` would count as given.
    ownProperties: true,
    // 19.99 is a multiple of 0.01, whatever floating point says.
    multipleOfPrecision: 9,
  });
  for (const [name, { accepts }] of Object.entries(FORMATS)) {
    created.addFormat(name, (text: string) => text === '' || accepts(text));
  }
  // Not enforced: the application checks them itself, and a pattern such as `(a+)+$` or a long list of records would
  // block the process for everybody.
  created.removeKeyword('pattern').removeKeyword('uniqueItems');
  return created;
}

function validatorOf(tool: Tool): ValidateFunction {
  const known = validators.get(tool);
  if (known) return known;
  const validator = ajv().compile(tool.acceptedSchema);
  // Ajv would keep the schema forever; the validator must be collected with its tool.
  ajv().removeSchema(tool.acceptedSchema);
  validators.set(tool, validator);
  return validator;
}

/**
 * Coerces arguments where only one thing can be meant, then validates them against the tool's schema.
 *
 *     checkArguments(tool, { id: '7', due_on: '31 March 2027' }); // { id: '7', due_on: '2027-03-31' }
 *
 * @param given the call's arguments as they came; not changed
 * @returns the arguments to send
 * @throws ArgumentError naming every argument that is missing, unknown or invalid (ten at most)
 */
export function checkArguments(tool: Tool, given: unknown): Record<string, unknown> {
  if (given !== undefined && !isRecord(given)) {
    throw new ArgumentError('The arguments must be one JSON object.');
  }
  const wanted = dropNullParameters(tool, unwrapFields(tool, given ?? {}));
  // An object that is coerced to an object schema stays one.
  const args = coerce(wanted, tool.acceptedSchema) as Record<string, unknown>;
  const problems = Object.keys(args)
    .filter((name) => !tool.destinations.has(name) && !isAdditionalField(tool, name))
    .map((name) => `there is no argument "${name}"${adviceOn(name, tool)}`);
  problems.push(...findUnknownNames(args, tool.acceptedSchema));
  const validate = validatorOf(tool);
  if (!validate(toJsonNumbers(args))) problems.push(...describeProblems(validate.errors ?? []));
  if (problems.length === 0) return args;
  throw new ArgumentError(
    `${tool.name} was not called: ${[...new Set(problems)].slice(0, 10).join('; ')}. `.replace(
      '?. ',
      '? ',
    ) + `It takes ${listArguments(tool.inputSchema)}.`,
  );
}

/** Takes fields out of Rails' wrapper, which models copy from the application: `{"project": {"name": …}}`. */
function unwrapFields(tool: Tool, given: Record<string, unknown>): Record<string, unknown> {
  const wrapper = tool.body?.wrapper;
  if (wrapper === undefined || tool.destinations.has(wrapper) || !Object.hasOwn(given, wrapper)) {
    return given;
  }
  const { [wrapper]: wrapped, ...rest } = given;
  const fields = coerce(wrapped, { type: 'object' });
  if (!isRecord(fields)) return given;
  const names = new Map(
    [...tool.destinations].flatMap(([name, to]) => (to.in === 'body' ? [[to.name, name]] : [])),
  );
  const entries = Object.entries(fields).map(
    ([name, value]) => [names.get(name) ?? name, value] as const,
  );
  const isTwice = entries.some(([name]) => Object.hasOwn(rest, name));
  return isTwice ? given : { ...rest, ...Object.fromEntries(entries) };
}

/** Drops null for optional parameters, where it means "not given"; for a field it may mean "empty it". */
function dropNullParameters(
  { destinations, acceptedSchema }: Tool,
  given: Record<string, unknown>,
): Record<string, unknown> {
  if (!Object.values(given).includes(null)) return given;
  const isLeftOut = ([name, value]: [string, unknown]) => {
    const place = destinations.get(name)?.in;
    const isParameter = place === 'parameter' || place === 'list';
    return value === null && isParameter && acceptedSchema.required?.includes(name) !== true;
  };
  return Object.fromEntries(Object.entries(given).filter((entry) => !isLeftOut(entry)));
}

/** Suggests what was probably meant by an unknown argument. */
function adviceOn(name: string, { acceptedSchema, body }: Tool): string {
  if (name === body?.wrapper) return ': give its fields as arguments of their own, each once';
  return adviceOnArgument(name, acceptedSchema);
}

function listArguments({ properties = {}, required = [] }: JsonSchema): string {
  const names = Object.keys(properties).map((name) =>
    required.includes(name) ? `${name} (required)` : name,
  );
  return names.length > 0 ? names.join(', ') : 'no arguments';
}
