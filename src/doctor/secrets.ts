import type { AppConfig } from '../config/app-config.js';
import { ok, type Result } from './finding.js';

/** The length of each secret. The check of the configuration refuses weak ones and warns about a missing one. */
export function checkSecrets({ oauth: { secrets, secretIsTemporary } }: AppConfig): Result[] {
  if (secretIsTemporary) return [];
  const [first, ...old] = secrets.map(({ length }) => `${length} random bytes`);
  const message = old.length === 0 ? `${first}` : `${first}, and ${old.length} more that open`;
  return [ok(message)];
}
