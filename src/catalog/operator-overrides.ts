import { readFileSync } from 'node:fs';
import { ConfigError, type AppConfig } from '../config/app-config.js';
import {
  OverridesError,
  parseToolOverrides,
  type ToolOverrides,
} from '../openapi/operations/tool-overrides.js';
import { detailsOf } from '../values/error-details.js';

/**
 * @returns what the operator's file says of tools; undefined without one
 * @throws ConfigError when the file that TOOLS_OVERRIDES names cannot be read
 */
export function operatorOverrides({ tools }: Pick<AppConfig, 'tools'>): ToolOverrides | undefined {
  const file = tools.overrides;
  if (file === undefined) return undefined;
  try {
    return parseToolOverrides(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof OverridesError) {
      throw new ConfigError(`TOOLS_OVERRIDES: ${file}, ${error.message}`);
    }
    const { code, message } = detailsOf(error);
    throw new ConfigError(`TOOLS_OVERRIDES: ${file} cannot be read (${code ?? message})`);
  }
}
