const PLACEHOLDER = /^\{\w+\}$/;

/**
 * What a path is about: `/teams/{team_id}/projects` and `/projects/{id}` are both about `projects`, and so is
 * `/projects/{id}/archive` where nothing is listed or got there. Bullet Train nests its routes shallowly
 * (config/routes/api/v1.rb).
 * @param isKind whether a name is one of a kind of record
 */
export function groupOf(path: string, isKind: (name: string) => boolean = () => true): string {
  const parts = path.split('/').filter(Boolean);
  const names: string[][] = [[]];
  for (const part of parts) {
    if (PLACEHOLDER.test(part)) names.push([]);
    else names.at(-1)?.push(part);
  }
  const kinds = names.map((words) => words.join('/')).filter(Boolean);
  const last = kinds.at(-1) ?? '';
  return isKind(last) ? last : (kinds.findLast(isKind) ?? last);
}
