import type { ToolFilter } from './tool-filter.js';
import { parsePatterns, PatternError, type ToolPattern } from './tool-pattern.js';

/** The connection's URL requests something that does not exist; the message lists what does. */
export class ToolSelectionError extends Error {
  override readonly name = 'ToolSelectionError';
}

/** What a person leaves to their own connection, in its address. It can only take away. */
export interface ToolSelection extends ToolFilter {
  /** The same for the same choice. */
  key: string;
  /** What is listed beside and with the tools of operations. */
  companions?: Companions;
}

/** What some clients expect: the tools `search` and `fetch`, the profile tool, and files by link. */
export interface Companions {
  knowledge: boolean;
  profile: boolean;
  fileLinks: boolean;
}

const EXAMPLE = '/mcp?readonly=true&tools=contacts_*,orders_*';

/**
 * Reads `readonly` and `tools` of the address.
 * @throws ToolSelectionError for anything else: a misspelled `readonly` must not lead to every tool
 */
export function readToolSelection(query: URLSearchParams): ToolSelection {
  const given = new Map<string, string>();
  for (const [name, value] of query) {
    if (name !== 'readonly' && name !== 'tools') {
      throw new ToolSelectionError(
        `There is no parameter ${JSON.stringify(name)} in this server's address; there are readonly and tools, as in ${EXAMPLE}`,
      );
    }
    if (given.has(name)) throw new ToolSelectionError(`${name} is there twice: give it once`);
    given.set(name, value.trim());
  }
  const readOnly = readBoolean(given.get('readonly'));
  const tools = given.get('tools');
  return {
    key: `${readOnly} ${tools ?? ''}`,
    readOnly,
    ...(tools !== undefined && { include: readPatterns(tools) }),
  };
}

/** The selection of a URL that chooses nothing. */
export const EVERYTHING = readToolSelection(new URLSearchParams());

/** @returns what is left of a selection for a token that may do only this; the same where it may do everything */
export function selectKinds(
  selection: ToolSelection,
  kinds: readonly string[] | undefined,
): ToolSelection {
  if (!kinds) return selection;
  // In front, where no text of an address can imitate it.
  return { ...selection, kinds, key: `${kinds.join('+')} ${selection.key}` };
}

/** @returns the selection with these tools added; the same selection if there are none */
export function withCompanions(selection: ToolSelection, companions: Companions): ToolSelection {
  if (!Object.values(companions).includes(true)) return selection;
  const names = Object.entries(companions).flatMap(([name, isListed]) => (isListed ? name : []));
  return { ...selection, companions, key: `${names.join('+')} ${selection.key}` };
}

function readBoolean(value = 'false'): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ToolSelectionError(`readonly must be true or false, as in ${EXAMPLE}`);
}

function readPatterns(value: string): readonly ToolPattern[] {
  try {
    return parsePatterns(value);
  } catch (error) {
    if (error instanceof PatternError) throw new ToolSelectionError(`tools ${error.message}`);
    throw error;
  }
}
