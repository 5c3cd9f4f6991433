import { FAULT_KINDS, type Fault } from './flags.js';
import type { SandboxOptions } from './sandbox.js';

/**
 * The options that the environment asks for; the only place of the sandbox that reads it.
 * @throws {Error} with a message that names the variable
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): SandboxOptions {
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;

  const whole = (name: string, fallback: number, [low, high]: [number, number]): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= low && number <= high) return number;
    throw new Error(`${name} must be a whole number from ${low} to ${high}, not "${value}"`);
  };

  const flag = (name: string): boolean => {
    const value = text(name)?.toLowerCase();
    if (value === undefined || value === 'false' || value === '0') return false;
    if (value === 'true' || value === '1') return true;
    throw new Error(`${name} must be true or false, not "${value}"`);
  };

  return {
    port: whole('SANDBOX_PORT', 3000, [0, 65_535]),
    host: text('SANDBOX_HOST') ?? '127.0.0.1',
    redirectUris: (text('SANDBOX_REDIRECT_URIS') ?? '').split(',').filter(Boolean),
    refreshTokens: flag('SANDBOX_REFRESH_TOKENS'),
    accessTokenSeconds: whole('SANDBOX_TOKEN_SECONDS', 7200, [1, 31_536_000]),
    pkce: flag('SANDBOX_PKCE'),
    latencyMs: whole('SANDBOX_LATENCY_MS', 0, [0, 600_000]),
    faults: (text('SANDBOX_FAULTS') ?? '').split(',').filter(Boolean).map(readFault),
  };
}

const NAMED_KINDS = FAULT_KINDS.filter((kind) => kind !== 'status');

function readFault(entry: string): Fault {
  const [, path, what = ''] = /^(\/[^=]*)=(\w+)$/.exec(entry.trim()) ?? [];
  const isStatus = /^[1-5]\d\d$/.test(what);
  const kind = isStatus ? 'status' : NAMED_KINDS.find((known) => known === what);
  if (path === undefined || kind === undefined) {
    throw new Error(
      `SANDBOX_FAULTS must be like "/api/v1/projects=503,/oauth/token/info=reset" ` +
        `(a status, ${NAMED_KINDS.join(', ')}), not "${entry}"`,
    );
  }
  return { path, kind, ...(isStatus && { status: Number(what) }) };
}
