import type { Tool } from './tool.js';

/** The tool that says who the caller is, with the id `me` (Bullet Train's `GET /users/me`). */
export function findUserTool({ tools }: { tools: readonly Tool[] }): Tool | undefined {
  return tools.find(({ method, path }) => method === 'get' && path === '/users/{id}');
}
