import { FAULT_KINDS, type Fault } from './flags.js';
import type { SandboxOptions } from './sandbox.js';

/** Every variable of the sandbox: its meaning and its default. */
export const SANDBOX_VARIABLES = {
  SANDBOX_PORT: ['where it listens; 0 for any free port', '3000'],
  SANDBOX_HOST: ['on which of the addresses of this machine', '127.0.0.1'],
  SANDBOX_REDIRECT_URIS: ["of its Platform Application, besides loopback's, with commas"],
  SANDBOX_REFRESH_TOKENS: ['whether it issues refresh tokens: true or false', 'false'],
  SANDBOX_TOKEN_SECONDS: ['how long an access token lives', '7200'],
  SANDBOX_PKCE: ['whether it checks PKCE, as a stock application does not: true or false', 'false'],
  SANDBOX_DOORKEEPER_6: [
    'whether it compares redirect URIs exactly and has a metadata document, as Doorkeeper 6: true or false',
    'false',
  ],
  SANDBOX_LATENCY_MS: ['how long every answer takes', '0'],
  SANDBOX_FAULTS: [
    'what goes wrong, with commas: a path and a status, reset, hang or html, as in /api/v1/projects=503',
  ],
} as const;

type Name = keyof typeof SANDBOX_VARIABLES;

/**
 * Reads the options from the environment; nothing else in the sandbox reads it.
 * @throws {Error} with a message that names the variable
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): SandboxOptions {
  const text = (name: Name): string | undefined => environment[name]?.trim() || undefined;

  const whole = (name: Name, fallback: number, [low, high]: [number, number]): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= low && number <= high) return number;
    throw new Error(`${name} must be a whole number from ${low} to ${high}, not "${value}"`);
  };

  const flag = (name: Name): boolean => {
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
    doorkeeper6: flag('SANDBOX_DOORKEEPER_6'),
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
