import { ConfigError, type AppConfig } from '../config/app-config.js';
import type { ToolFilter } from './tool-filter.js';
import { parsePatterns, PatternError, type ToolPattern } from './tool-pattern.js';

/**
 * @returns which tools the operator lets people use
 * @throws ConfigError when TOOLS_INCLUDE or TOOLS_EXCLUDE cannot be read
 */
export function operatorFilter({ tools }: AppConfig): ToolFilter {
  const include = patternsOf('TOOLS_INCLUDE', tools.include);
  const exclude = patternsOf('TOOLS_EXCLUDE', tools.exclude);
  return { ...(include && { include }), ...(exclude && { exclude }), readOnly: tools.readOnly };
}

function patternsOf(variable: string, list: string | undefined): ToolPattern[] | undefined {
  try {
    return list === undefined ? undefined : parsePatterns(list);
  } catch (error) {
    if (error instanceof PatternError) throw new ConfigError(`${variable} ${error.message}`);
    throw error;
  }
}
