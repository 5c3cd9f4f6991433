import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { readConfig } from '../config/app-config.js';
import { checkListenBacklog } from './listen-backlog.js';

const allowed = await readFile('/proc/sys/net/core/somaxconn', 'utf8').then(Number, () => NaN);
if (Number.isNaN(allowed)) console.warn('Skipped: this system has no /proc/sys/net/core/somaxconn');
const itOnLinux = Number.isNaN(allowed) ? it.skip : it;

const check = (backlog: number) =>
  checkListenBacklog(readConfig({ LISTEN_BACKLOG: String(backlog) }));

itOnLinux('checkListenBacklog passes what the system allows', async () => {
  expect(await check(allowed)).toEqual([
    { level: 'ok', message: `${allowed} connections may wait to be accepted` },
  ]);
});

itOnLinux('checkListenBacklog names the setting of a system that allows less', async () => {
  const [result, ...more] = await check(allowed + 1);
  expect(more).toEqual([]);
  expect(result!.level).toBe('warning');
  expect(result!.message).toContain('net.core.somaxconn is lower than LISTEN_BACKLOG');
  expect(result).toHaveProperty('remedy', expect.stringContaining(`=${allowed + 1} (sysctl`));
});
