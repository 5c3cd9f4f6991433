import { isPagingMember } from './next-page.js';

/** What lists are called in the objects that they come in, the most usual first. */
const NAMES =
  'data items results records entries values rows objects list collection content hits elements'.split(
    ' ',
  );

/**
 * Which member of an object is the list that it stands for: `data` in `{"data": […], "has_more": true}`.
 * @param members each with whether it is a list
 * @returns undefined where none is, or where it cannot be told which
 */
export function listMember(members: readonly (readonly [string, boolean])[]): string | undefined {
  const lists = members.filter(([, isList]) => isList).map(([name]) => name);
  return NAMES.find((name) => lists.includes(name)) ?? (lists.length === 1 ? lists[0] : undefined);
}

/** Whether all but the list is about its pages, so that the object is an envelope and no record. */
export function isEnvelope(names: readonly string[], list: string): boolean {
  return names.every((name) => name === list || isPagingMember(name));
}
