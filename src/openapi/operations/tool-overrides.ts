import { isRecord } from '../../values/is-record.js';
import { readOverrides, type Overrides } from './overrides.js';
import { readYaml } from '../document/read-yaml.js';

/** A file of overrides cannot be read; the message names the line. */
export class OverridesError extends Error {
  override readonly name = 'OverridesError';
}

/** What an operator says of tools, by their names, operation ids or `POST /projects`. */
export type ToolOverrides = ReadonlyMap<string, Overrides>;

/**
 * Reads a file of overrides: what `x-mcp` says in a document, by tool.
 *
 *     create_project, update_project:
 *       add_fields: { notes: rich_text, logo: file, logo_removal: removal }
 *     delete_project: false
 *
 * @throws OverridesError for anything that cannot be read, because a wrong name would otherwise say nothing
 */
export function parseToolOverrides(text: string): ToolOverrides {
  let parsed: unknown;
  try {
    parsed = readYaml(text) ?? {};
  } catch (error) {
    const { message, mark } = error as Error & { mark?: { line?: number } };
    throw new OverridesError(`line ${(mark?.line ?? 0) + 1}: ${message.split('\n')[0]}`, {
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

/** Where a key stands that is found by way of these; keys of YAML are looked for in their order. */
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
