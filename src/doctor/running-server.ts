import type { AppConfig } from '../config/app-config.js';

const TIMEOUT_MS = 5_000;

/** What a proxy answers that does not reach what is behind it. */
const GATEWAY_ERRORS = [502, 503, 504];

/** What `/health` says at an address: of a server of ours, of something else, or nothing. */
export type Health =
  | { is: 'ours'; version: string }
  | { is: 'other'; what: string }
  | { is: 'nothing'; reason: string };

/** @returns who answers `/health` at an origin, by the configuration that it shows there */
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
    const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
    return { is: 'nothing', reason: cause?.code ?? cause?.message ?? message };
  }
}

/** @returns the origin at which this machine reaches what listens on SERVER_HOST and SERVER_PORT */
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
  const {
    version,
    publicUrl,
    bulletTrain: application,
  } = (health ?? {}) as Record<string, unknown>;
  if (typeof version !== 'string' || typeof publicUrl !== 'string') return undefined;
  return publicUrl === server.publicUrl && application === bulletTrain.baseUrl
    ? { is: 'ours', version }
    : {
        is: 'other',
        what: `a server with PUBLIC_URL=${publicUrl} and BULLET_TRAIN_BASE_URL=${String(application)}`,
      };
}
