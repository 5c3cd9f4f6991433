import { isLoopback } from '../values/loopback.js';
import type { AppConfig } from '../config/app-config.js';
import { failure, ok, warning, type Result } from './finding.js';
import { askHealth, type Health } from './running-server.js';

/**
 * Whether clients can reach this server at PUBLIC_URL.
 * @param local what answers on this machine
 */
export async function checkPublicUrl(
  config: AppConfig,
  local: Health,
  isProduction: boolean,
): Promise<Result[]> {
  const scheme = checkScheme(config.server.publicUrl, isProduction);
  return [scheme, await checkWay(config, local)];
}

function checkScheme(publicUrl: string, isProduction: boolean): Result {
  const { protocol, hostname } = new URL(publicUrl);
  const remedy =
    'Set PUBLIC_URL to the https address that people give to their clients, such as https://mcp.example.com';
  if (!isLoopback(hostname)) {
    return protocol === 'https:'
      ? ok(`${publicUrl} is https`)
      : failure(`${publicUrl} is not https: clients refuse it, and others can read tokens`, remedy);
  }
  const message = `${publicUrl} is only for clients on this machine`;
  return isProduction ? warning(message, remedy) : ok(message);
}

async function checkWay(config: AppConfig, local: Health): Promise<Result> {
  const { publicUrl } = config.server;
  const found = await askHealth(publicUrl, config);
  if (found.is === 'ours') return ok(`${publicUrl} leads to this server`);
  if (found.is === 'other') {
    return failure(
      `${found.what} answers at ${publicUrl}, not this server`,
      'Point the proxy, the tunnel or DNS to this server, or correct PUBLIC_URL',
    );
  }
  if (local.is !== 'ours') {
    return warning(
      `cannot check whether ${publicUrl} leads here, because this server is not running`,
      'Start it (`bullet-train-mcp start`), and run the doctor again',
    );
  }
  return failure(
    `${publicUrl} does not answer (${found.reason}), although this server is running`,
    'Check DNS, the certificate, the firewall, and the proxy or tunnel in front of this server',
  );
}
