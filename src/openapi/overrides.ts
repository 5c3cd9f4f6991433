import { isRecord } from './document.js';
import { oneLine } from '../text/one-line.js';

/** What every provider takes as a tool's name. */
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
}

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
};

/** Reads `x-mcp`; `x-mcp: false` hides the operation. What is not understood is warned of and ignored. */
export function readOverrides(value: unknown, warn: (message: string) => void): Overrides {
  if (value === undefined || value === true) return {};
  if (value === false) return { hidden: true };
  if (!isRecord(value)) {
    warn('x-mcp must be an object or false: ignored');
    return {};
  }
  const understood = Object.entries(value).filter(([key, setting]) => {
    const rule = Object.hasOwn(RULES, key) ? RULES[key as keyof Overrides] : undefined;
    if (!rule) warn(`x-mcp.${key} is not one of ${Object.keys(RULES).join(', ')}: ignored`);
    else if (!rule(setting)) warn(`x-mcp.${key} cannot be ${JSON.stringify(setting)}: ignored`);
    return rule?.(setting) === true;
  });
  return Object.fromEntries(
    understood.map(([key, setting]) => [
      key,
      typeof setting === 'string' ? oneLine(setting) : setting,
    ]),
  );
}
