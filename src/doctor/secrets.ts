import type { AppConfig } from '../config/app-config.js';
import { ok, type Result } from './finding.js';

/** Weak ones are refused with the configuration, and a missing one is doubted there. */
export function checkSecrets({ oauth: { secrets, secretIsTemporary } }: AppConfig): Result[] {
  if (secretIsTemporary) return [];
  const [first, ...old] = secrets.map(({ length }) => `${length} random bytes`);
  const message = old.length === 0 ? `${first}` : `${first}, and ${old.length} more that open`;
  return [ok(message)];
}
