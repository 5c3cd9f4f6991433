import { fillPlaceholders } from '../../openapi/document/path-template.js';
import type { Tool } from '../../openapi/tools/tool.js';

/** @returns the address of a record in the API without its first slash: `projects/7` */
export function writeAddress({ path }: Pick<Tool, 'path'>, ids: readonly string[]): string {
  let index = 0;
  return fillPlaceholders(path, () => encodeURIComponent(ids[index++] ?? '')).slice(1);
}

/**
 * The page of a record for people. Bullet Train has them under `/account`, with the paths of its API
 * (config/routes.rb, `namespace :account`).
 * @param template RECORD_URL, with `{path}`, `{resource}` and `{id}`
 */
export function pageOf(address: string, template: string): string {
  const end = address.lastIndexOf('/');
  const parts: Record<string, string> = {
    path: address,
    resource: address.slice(0, end),
    id: address.slice(end + 1),
  };
  return template.replace(/\{(path|resource|id)\}/g, (_braces, name: string) => parts[name] ?? '');
}
