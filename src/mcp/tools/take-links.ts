import { ArgumentError } from '../../openapi/request/argument-error.js';
import {
  isLinkedFile,
  readLinkedFile,
  writeReference,
  type FileLinks,
} from '../../openapi/request/linked-file.js';
import { fileArguments } from '../../openapi/tools/file-arguments.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { isRecord } from '../../values/is-record.js';

/** As many as ChatGPT hands over at once. */
const MAX_LINKS = 10;

/**
 * Takes the links out of a call's arguments before anything else sees them. A text with the file's id stands in their
 * place: links are secrets and differ at each call, ids do not.
 * @param isAllowed whether this connection may give files by link
 * @returns the arguments without links, and the links by the files' ids
 * @throws ArgumentError, which never quotes a link
 */
export function takeLinks(
  tool: Tool,
  given: unknown,
  isAllowed: boolean,
): { args: unknown; links: FileLinks } {
  const links = new Map<string, URL>();
  const files = isRecord(given) ? fileArguments(tool) : [];
  if (!isRecord(given) || files.length === 0) return { args: given, links };
  let count = 0;

  const take = (value: unknown, argument: string): unknown => {
    if (!isLinkedFile(value)) return value;
    if (!isAllowed) {
      throw new ArgumentError(
        `${tool.name} was not called: "${argument}" must be the file's content as base64 or a data URL here. A link is taken only from ChatGPT, for a tool of its list.`,
      );
    }
    count += 1;
    if (count > MAX_LINKS) {
      throw new ArgumentError(`${tool.name} was not called: ${MAX_LINKS} files by link at most.`);
    }
    const { file, link } = readLinkedFile(value, argument);
    links.set(file.id, link);
    return writeReference(file);
  };
  const takeFrom = (args: Record<string, unknown>): Record<string, unknown> => {
    const taken = { ...args };
    for (const { name } of files) {
      const value = Object.hasOwn(taken, name) ? taken[name] : undefined;
      if (value === undefined) continue;
      taken[name] = Array.isArray(value) ? value.map((one) => take(one, name)) : take(value, name);
    }
    return taken;
  };
  // Where a model may put fields too: in Rails' wrapper, and in the items of a batch.
  const takeFromAll = (args: Record<string, unknown>): Record<string, unknown> => {
    const taken = takeFrom(args);
    const wrapper = tool.body?.wrapper;
    const inner = wrapper === undefined ? undefined : taken[wrapper];
    return isRecord(inner) && wrapper !== undefined
      ? { ...taken, [wrapper]: takeFrom(inner) }
      : taken;
  };
  const args = takeFromAll(given);
  const name = tool.callOptions.get('items');
  const items = name === undefined ? undefined : args[name];
  if (name === undefined || !Array.isArray(items)) return { args, links };
  const taken = items.map((item) => (isRecord(item) ? takeFromAll(item) : item));
  return { args: { ...args, [name]: taken }, links };
}
