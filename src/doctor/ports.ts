import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AppConfig } from '../config/app-config.js';
import { SERVER_VERSION } from '../config/version.js';
import { detailsOf } from '../values/error-details.js';
import { failure, ok, warning, type Result } from './finding.js';
import type { Health } from './running-server.js';

/**
 * Whether the server can listen on its ports, or already does.
 * @param local what answers on this machine
 */
export async function checkPorts(
  { server: { host, port }, metricsPort }: AppConfig,
  local: Health,
): Promise<Result[]> {
  if (local.is === 'ours') return [runs(local.version, port)];
  const who = local.is === 'other' ? local.what : 'another program';
  return [
    await checkFree('SERVER_PORT', host, port, who),
    ...(metricsPort === undefined ? [] : [await checkFree('METRICS_PORT', host, metricsPort)]),
  ];
}

function runs(version: string, port: number): Result {
  const message = `this server is running on ${port}, version ${version}`;
  if (version === SERVER_VERSION) return ok(message);
  return warning(message, `Restart it to have version ${SERVER_VERSION}`);
}

async function checkFree(
  variable: string,
  host: string,
  port: number,
  who = 'another program',
): Promise<Result> {
  const code = await listenOnce(host, port);
  if (code === undefined) return ok(`${port} is free`);
  if (code === 'EADDRINUSE') {
    return failure(`${port} is taken by ${who}`, `Stop it, or set another ${variable}`);
  }
  if (code === 'EACCES') {
    return failure(
      `${port} needs rights that this user does not have`,
      `Set ${variable} to 1024 or above`,
    );
  }
  return failure(`${host} is not an address of this machine (${code})`, 'Set SERVER_HOST=0.0.0.0');
}

/** @returns the code of the error when the port cannot be opened */
async function listenOnce(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return detailsOf(error).code ?? String(error);
  }
}
