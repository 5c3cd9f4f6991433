import { createHash } from 'node:crypto';
import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import { isRecord } from '../values/is-record.js';

/** The tools as a directory reviewed them: `tools.lock.json`. */
export interface ToolsLock {
  version: 1;
  /** By tool name, a digest of everything that a client sees of the tool. */
  tools: Record<string, string>;
}

/** How the tools differ from the reviewed ones. A directory refuses calls of tools that are gone. */
export interface LockDifference {
  gone: string[];
  changed: string[];
  added: string[];
}

const DIGEST_CHARS = 16;

export function lockTools(listed: readonly ListedTool[]): ToolsLock {
  return {
    version: 1,
    tools: Object.fromEntries(listed.map((tool) => [tool.name, digestOf(tool)])),
  };
}

/** @returns undefined if the text is not a lock file */
export function readLock(text: string): ToolsLock | undefined {
  try {
    const lock: unknown = JSON.parse(text);
    const isLock = isRecord(lock) && lock['version'] === 1 && isRecord(lock['tools']);
    return isLock ? (lock as unknown as ToolsLock) : undefined; // its members were looked at just now
  } catch {
    return undefined;
  }
}

export function compareWithLock(lock: ToolsLock, listed: readonly ListedTool[]): LockDifference {
  const { tools } = lockTools(listed);
  const reviewed = Object.keys(lock.tools);
  return {
    gone: reviewed.filter((name) => !Object.hasOwn(tools, name)),
    changed: reviewed.filter(
      (name) => Object.hasOwn(tools, name) && tools[name] !== lock.tools[name],
    ),
    added: Object.keys(tools).filter((name) => !Object.hasOwn(lock.tools, name)),
  };
}

function digestOf({ title, description, inputSchema, annotations }: ListedTool): string {
  const seen = JSON.stringify([title, description, inputSchema, annotations]);
  return createHash('sha256').update(seen).digest('hex').slice(0, DIGEST_CHARS);
}
