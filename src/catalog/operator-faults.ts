import { ConfigError, type AppConfig } from '../config/app-config.js';
import { KNOWN_FAULTS, type KnownFault } from '../openapi/document/known-faults.js';

/**
 * @returns which of the faults of a stock application the operator's has
 * @throws ConfigError when KNOWN_FAULTS names another
 */
export function operatorFaults({ knownFaults }: Pick<AppConfig, 'knownFaults'>): KnownFault[] {
  if (knownFaults.includes('on')) return [...KNOWN_FAULTS];
  const names = KNOWN_FAULTS.map(({ name }) => name);
  const unknown = knownFaults.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError(
      `KNOWN_FAULTS must be on, off or some of ${names.join(', ')}, not ${unknown}`,
    );
  }
  return KNOWN_FAULTS.filter(({ name }) => knownFaults.includes(name));
}
