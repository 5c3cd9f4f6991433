import { detailsOf } from '../../values/error-details.js';
import { isRecord } from '../../values/is-record.js';
import { readOverrides, type Overrides } from './overrides.js';
import { readYaml } from '../document/read-yaml.js';
import { YAMLException } from 'js-yaml';

/** The file of overrides is invalid; the message names the line. */
export class OverridesError extends Error {
  override readonly name = 'OverridesError';
}

/** The operator's overrides, by tool name, operation id, or method and path (`POST /projects`). */
export type ToolOverrides = ReadonlyMap<string, Overrides>;

/**
 * Reads a file of overrides: the settings of `x-mcp`, by tool.
 *
 *     create_project, update_project:
 *       add_fields: { notes: rich_text, logo: file, logo_removal: removal }
 *     delete_project: false
 *
 * @throws OverridesError for anything that cannot be read, because a misspelt setting would otherwise have no effect
 */
export function parseToolOverrides(text: string): ToolOverrides {
  let parsed: unknown;
  try {
    parsed = readYaml(text) ?? {};
  } catch (error) {
    const { message } = detailsOf(error);
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) : 0;
    throw new OverridesError(`line ${line + 1}: ${message.split('\n')[0]}`, {
      cause: error,
    });
  }
  if (!isRecord(parsed)) {
    throw new OverridesError(
      'line 1: must be tools with what is to be different, such as create_project: { title: … }',
    );
  }
  const overrides = new Map<string, Overrides>();
  for (const [names, given] of Object.entries(parsed)) {
    const read = readOverrides(given, (message, keys = []) => {
      const line = lineOf(text, [names, ...keys]);
      throw new OverridesError(`line ${line}: ${message.replace(/: ignored$/, '')}`);
    });
    for (const name of names.split(',')) {
      if (name.trim()) overrides.set(name.trim(), { ...overrides.get(name.trim()), ...read });
    }
  }
  return overrides;
}

/** The line, from 1, of the last of these nested keys, searched one after the other. */
function lineOf(text: string, keys: readonly string[]): number {
  const lines = text.split('\n');
  let found = 0;
  for (const key of keys) {
    const start = found;
    const at = lines.findIndex(
      (line, index) =>
        index >= start && new RegExp(`(^|[\\s{,"'])${escape(key)}["']?\\s*:`).test(line),
    );
    if (at !== -1) found = at;
  }
  return found + 1;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
