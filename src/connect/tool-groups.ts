import { humanize, pluralize, underscore } from 'inflection';
import type { Tool } from '../openapi/tools/tool.js';
import type { ListedTool } from '../pages/connect-page.js';

/** @returns the tools grouped by resource ('' for none); groups and tools in alphabetical order */
export function groupTools(tools: readonly Tool[]): Map<string, ListedTool[]> {
  const groups = new Map<string, ListedTool[]>();
  const listed = tools.map((tool) => ({
    resource: resourceOf(tool),
    tool: { name: tool.name, title: tool.title, kind: tool.kind },
  }));
  // U+FFFF sorts after every letter.
  const place = ({ resource, tool }: (typeof listed)[number]) =>
    `${resource || '\uffff'} ${tool.name}`;
  for (const { resource, tool } of listed.toSorted((a, b) => place(a).localeCompare(place(b)))) {
    groups.set(resource, [...(groups.get(resource) ?? []), tool]);
  }
  return groups;
}

/** A tag is a Ruby class name: `Scaffolding::TangibleThing` is about tangible things. */
function resourceOf({ tags }: Tool): string {
  const name = tags[0]?.split('::').at(-1);
  return name ? humanize(pluralize(underscore(name))) : '';
}
