import * as z from 'zod';
import { VARIABLE_SCHEMAS } from './variable-schemas.js';

declare module 'zod' {
  interface GlobalMeta {
    /** What applies while the variable is not set, when that is not a plain default. */
    unset?: string;
    /** True: the variable has no flag, because other users of the machine can read a program's arguments. */
    secret?: boolean;
  }
}

/** An environment variable, as the help and the documentation show it. */
export interface Variable {
  name: string;
  description: string;
  /** What applies while it is not set; undefined for nothing. */
  default?: string;
  /** The values that it takes, as in `auto|all|search`. */
  values: string;
  isSecret: boolean;
}

/** Every variable of the server, in the order of the schema. */
export const VARIABLES: readonly Variable[] = Object.entries(VARIABLE_SCHEMAS.shape).map(
  ([name, schema]) => {
    const { description = '', unset, secret = false } = schema.meta() ?? {};
    const isFlag = typeof defaultOf(schema) === 'boolean';
    const shown = unset ?? show(defaultOf(schema));
    return {
      name,
      description,
      ...(shown !== undefined && { default: shown }),
      values: isFlag ? 'on|off' : valuesOf(schema.unwrap()),
      isSecret: secret,
    };
  },
);

function defaultOf(schema: z.core.$ZodType): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** A default as a person writes it. */
function show(value: unknown): string | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

function valuesOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.join('|');
  return schema instanceof z.ZodPipe && schema.out instanceof z.ZodNumber ? 'number' : 'value';
}
