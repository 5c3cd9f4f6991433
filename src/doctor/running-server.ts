import type { AppConfig } from '../config/app-config.js';
import { detailsOf } from '../values/error-details.js';
import { isRecord } from '../values/is-record.js';

const TIMEOUT_MS = 5_000;

/** The statuses of a proxy that does not reach the server behind it. */
const GATEWAY_ERRORS = [502, 503, 504];

/** What answers `/health` at an address: this server, something else, or nothing. */
export type Health =
  | { is: 'ours'; version: string }
  | { is: 'other'; what: string }
  | { is: 'nothing'; reason: string };

/** @returns what answers `/health` at an origin; this server is recognised by the configuration that it reports */
export async function askHealth(origin: string, config: AppConfig): Promise<Health> {
  try {
    const response = await fetch(`${origin}/health`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (GATEWAY_ERRORS.includes(response.status)) {
      return { is: 'nothing', reason: `${response.status}` };
    }
    return (
      recognize(text, config) ?? { is: 'other', what: `something that answers ${response.status}` }
    );
  } catch (error) {
    const { cause, message } = detailsOf(error);
    const deeper = cause === undefined ? undefined : detailsOf(cause);
    return { is: 'nothing', reason: deeper?.code ?? deeper?.message ?? message };
  }
}

/** @returns the origin where this machine reaches the server that SERVER_HOST and SERVER_PORT describe */
export function localOrigin({ server: { host, port } }: AppConfig): string {
  const local = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? host;
  return `http://${local.includes(':') && !local.startsWith('[') ? `[${local}]` : local}:${port}`;
}

function recognize(text: string, { server, bulletTrain }: AppConfig): Health | undefined {
  let health: unknown;
  try {
    health = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, publicUrl, bulletTrain: application } = isRecord(health) ? health : {};
  if (typeof version !== 'string' || typeof publicUrl !== 'string') return undefined;
  return publicUrl === server.publicUrl && application === bulletTrain.baseUrl
    ? { is: 'ours', version }
    : {
        is: 'other',
        what: `a server with PUBLIC_URL=${publicUrl} and BULLET_TRAIN_BASE_URL=${String(application)}`,
      };
}
