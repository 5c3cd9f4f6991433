/** What a check has found. */
export type Result = { message: string; details?: readonly string[] } & (
  { level: 'ok' } | { level: 'warning' | 'failure'; remedy: string }
);

/** With the name of the check, as `--json` has it. */
export type Finding = { check: string } & Result;

export function ok(message: string): Result {
  return { level: 'ok', message };
}

/** Works, or cannot be told from here. */
export function warning(message: string, remedy: string, details?: readonly string[]): Result {
  return { level: 'warning', message, remedy, ...(details && { details }) };
}

export function failure(message: string, remedy: string): Result {
  return { level: 'failure', message, remedy };
}
