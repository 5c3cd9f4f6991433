import { readAddedFields, type AddedField } from './added-fields.js';
import { isRecord } from '../../values/is-record.js';
import { oneLine } from '../../values/one-line.js';

/** A tool name that every model provider accepts. */
const TOOL_NAME = /^[a-z][a-z0-9_]{0,47}$/;

/** What an operation's author decides about its tool, under `x-mcp` in the document. */
export interface Overrides {
  hidden?: boolean;
  name?: string;
  title?: string;
  description?: string;
  readOnly?: boolean;
  destructive?: boolean;
  idempotent?: boolean;
  /** Whether a call reaches people or systems outside the application. */
  openWorld?: boolean;
  /** The argument of a list that takes words to search for. */
  search?: string;
  /** Fields that the application takes but the document lacks. */
  addFields?: readonly AddedField[];
  /** The fields of its answer that are shown where a call asks for none; inner ones as `a.b`. */
  defaultFields?: readonly string[];
}

/** Receives a message about a setting that is not understood, and the keys that lead to it. */
type OverridesFault = (message: string, keys?: readonly string[]) => void;

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isText = (value: unknown) => typeof value === 'string' && oneLine(value) !== '';

const RULES: Record<keyof Overrides, (value: unknown) => boolean> = {
  hidden: isBoolean,
  name: (value) => typeof value === 'string' && TOOL_NAME.test(value),
  title: isText,
  description: isText,
  readOnly: isBoolean,
  destructive: isBoolean,
  idempotent: isBoolean,
  openWorld: isBoolean,
  search: isText,
  // Its fields are read one by one.
  addFields: () => true,
  defaultFields: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
};

/**
 * Reads `x-mcp`; `x-mcp: false` hides the operation.
 * @param warn called for each setting that is not understood, which is then ignored
 */
export function readOverrides(value: unknown, warn: OverridesFault): Overrides {
  if (value === undefined || value === true) return {};
  if (value === false) return { hidden: true };
  if (!isRecord(value)) {
    warn('x-mcp must be an object or false: ignored');
    return {};
  }
  const overrides: Record<string, unknown> = {};
  for (const [given, setting] of Object.entries(value)) {
    const key = camelCase(given);
    // RULES has it.
    const rule = Object.hasOwn(RULES, key) ? RULES[key as keyof Overrides] : undefined;
    if (!rule) {
      warn(`x-mcp.${given} is not one of ${Object.keys(RULES).join(', ')}: ignored`, [given]);
    } else if (key === 'addFields') {
      overrides[key] = readAddedFields(setting, (name, reason) =>
        warn(
          `x-mcp.${given}${name && `.${name}`} ${reason}: ignored`,
          [given, name].filter(Boolean),
        ),
      );
    } else if (!rule(setting)) {
      warn(`x-mcp.${given} cannot be ${JSON.stringify(setting)}: ignored`, [given]);
    } else {
      overrides[key] = typeof setting === 'string' ? oneLine(setting) : setting;
    }
  }
  return overrides;
}

/** Accepts `add_fields`, as people write it in Rails. */
function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_underscore, letter: string) => letter.toUpperCase());
}
