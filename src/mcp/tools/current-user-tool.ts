import type { Tool } from '../../openapi/tools/tool.js';
import type { ToolView } from '../../catalog/tool-view.js';

/** The tool that says who the caller is, with the id `me` (Bullet Train's `GET /users/me`). */
export function findUserTool({ tools }: Pick<ToolView, 'tools'>): Tool | undefined {
  return tools.find(({ method, path }) => method === 'get' && path === '/users/{id}');
}
