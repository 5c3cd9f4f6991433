import type { ToolFilter } from './tool-filter.js';
import { parsePatterns, PatternError, type ToolPattern } from './tool-pattern.js';

/** The connection's address asks for something that there is not; the message says what there is. */
export class ToolSelectionError extends Error {
  override readonly name = 'ToolSelectionError';
}

/** What a person leaves to their own connection, in its address. It can only take away. */
export interface ToolSelection extends ToolFilter {
  /** The same for the same choice. */
  key: string;
  /** Which tools are listed beside those of operations. */
  companions?: Companions;
}

/** Tools that some clients look for: `search` and `fetch`, and the one that says who is signed in. */
export interface Companions {
  knowledge: boolean;
  profile: boolean;
}

const EXAMPLE = '/mcp?readonly=true&tools=contacts_*,orders_*';

/**
 * Reads `readonly` and `tools` of the address.
 * @throws ToolSelectionError for all else: whoever misspells `readonly` must not be given every tool
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

/** Of an address that chooses nothing. */
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

/** @returns the selection with these in its list too; the same where there are none */
export function withCompanions(selection: ToolSelection, companions: Companions): ToolSelection {
  const names = Object.entries(companions).flatMap(([name, isListed]) => (isListed ? name : []));
  if (names.length === 0) return selection;
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
