import { hash } from 'node:crypto';

/** @returns what is kept in the place of a token: its SHA-256, from which nobody finds it again */
export function digestOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
