import * as z from 'zod';
import { VARIABLE_SCHEMAS } from './variable-schemas.js';

declare module 'zod' {
  interface GlobalMeta {
    /** What holds while the variable is not set, where that is no plain default. */
    unset?: string;
    /** Not for the arguments of a program, which others on the machine can read. */
    secret?: boolean;
  }
}

/** A variable of the environment, as help and documentation show it. */
export interface Variable {
  name: string;
  description: string;
  /** What holds while it is not set; undefined for nothing. */
  default?: string;
  /** What may be written, as in `auto|all|search`. */
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

/** A default as one would write it. */
function show(value: unknown): string | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

function valuesOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.join('|');
  return schema instanceof z.ZodPipe && schema.out instanceof z.ZodNumber ? 'number' : 'value';
}
