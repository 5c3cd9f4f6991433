import { readFile } from 'node:fs/promises';
import type { AppConfig } from '../config/app-config.js';
import { ok, warning, type Result } from './finding.js';

/** Only Linux has this file; its value limits the queue of every program on the machine. */
const SOMAXCONN = '/proc/sys/net/core/somaxconn';

/** Whether the system allows as many waiting connections as LISTEN_BACKLOG asks for. */
export async function checkListenBacklog({ server: { backlog } }: AppConfig): Promise<Result[]> {
  const allowed = Number(await readFile(SOMAXCONN, 'utf8').catch(() => NaN));
  if (Number.isNaN(allowed)) return [];
  if (allowed >= backlog) return [ok(`${backlog} connections may wait to be accepted`)];
  return [
    warning(
      `only ${allowed} connections may wait to be accepted, because the system's net.core.somaxconn is lower than LISTEN_BACKLOG (${backlog})`,
      `Set net.core.somaxconn=${backlog} (sysctl; --sysctl for a container), or lower LISTEN_BACKLOG if crowds never come at once`,
    ),
  ];
}
