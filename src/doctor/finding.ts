/** The result of a check. */
export type Result = { message: string; details?: readonly string[] } & (
  { level: 'ok' } | { level: 'warning' | 'failure'; remedy: string }
);

/** A result with the name of its check, as `--json` prints it. */
export type Finding = { check: string } & Result;

/** A check that passed. */
export function ok(message: string): Result {
  return { level: 'ok', message };
}

/** A doubt: it works with a drawback, or cannot be checked from this machine. */
export function warning(message: string, remedy: string, details?: readonly string[]): Result {
  return { level: 'warning', message, remedy, ...(details && { details }) };
}

/** A check that failed. @param remedy what the operator should do */
export function failure(message: string, remedy: string): Result {
  return { level: 'failure', message, remedy };
}
