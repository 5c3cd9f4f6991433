import { isPagingMember } from './next-page.js';

/** Member names of lists in envelopes, the most common first. */
const NAMES =
  'data items results records entries values rows objects list collection content hits elements'.split(
    ' ',
  );

/**
 * Finds the member of an envelope that is its list: `data` in `{"data": […], "has_more": true}`.
 * @param members each name, with whether its value is a list
 * @returns undefined where there is no list, or where several could be meant
 */
export function listMember(members: readonly (readonly [string, boolean])[]): string | undefined {
  const lists = members.filter(([, isList]) => isList).map(([name]) => name);
  return NAMES.find((name) => lists.includes(name)) ?? (lists.length === 1 ? lists[0] : undefined);
}

/** Whether every member beside the list is about paging, so that the object is an envelope and not a record. */
export function isEnvelope(names: readonly string[], list: string): boolean {
  return names.every((name) => name === list || isPagingMember(name));
}
