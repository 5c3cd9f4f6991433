import { singularize } from '../../values/inflect.js';
import { splitIdentifier } from '../document/path-words.js';
import type { Overrides } from '../operations/overrides.js';
import type { Tool } from './tool.js';

/**
 * Tells tools apart that read alike: two with the same title or description, or with names of the same words, as
 * `list_form_submissions` and `list_forms_submissions` are, say where they are in the API as well. Words that the
 * operator has given stay.
 */
export function disambiguateTools(
  emitted: readonly { tool: Tool; overrides: Pick<Overrides, 'title' | 'description'> }[],
): Tool[] {
  const all = emitted.map(({ tool }) => tool);
  const names = countBy(all, nameKey);
  const titles = countBy(all, titleKey);
  const descriptions = countBy(all, ({ description }) => description);
  return emitted.map(({ tool, overrides }) => {
    const isAlike = isShared(names, nameKey(tool));
    const hasSameTitle = isAlike || isShared(titles, titleKey(tool));
    const hasSameDescription = isAlike || isShared(descriptions, tool.description);
    const title = hasSameTitle && !overrides.title ? `${tool.title} (${tool.path})` : tool.title;
    const place = `${tool.method.toUpperCase()} ${tool.path}`;
    // What the title says is the difference, where the document has one text for several operations.
    const said = hasSameTitle ? tool.description : `${title}. ${tool.description}`;
    const description =
      hasSameDescription && !overrides.description
        ? `${said.replace(/[^.!?…。]$/, '$&.')} This is ${place}.`
        : tool.description;
    if (title === tool.title && description === tool.description) return tool;
    return { ...tool, title, description, annotations: { ...tool.annotations, title } };
  });
}

function countBy(tools: readonly Tool[], keyOf: (tool: Tool) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tool of tools) counts.set(keyOf(tool), (counts.get(keyOf(tool)) ?? 0) + 1);
  return counts;
}

function isShared(counts: ReadonlyMap<string, number>, key: string): boolean {
  return (counts.get(key) ?? 0) > 1;
}

/** Singular and plural of one word read alike. */
function nameKey({ name }: Tool): string {
  return name.split('_').map(singularize).join('_');
}

function titleKey({ title }: Tool): string {
  return splitIdentifier(title).length > 0
    ? splitIdentifier(title).map(singularize).join(' ')
    : title;
}
