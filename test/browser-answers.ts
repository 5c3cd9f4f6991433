import { expect } from '@jest/globals';
import { askedOf, type Broker } from './broker.js';

/** Expects an error page only: no redirect, no cookie, no request to the application. */
export async function expectPage(broker: Broker, response: Response, status = 400): Promise<void> {
  const text = await response.text();
  expect([response.status, response.headers.get('location')]).toEqual([status, null]);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('www-authenticate')).toBeNull();
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(text).toContain('<h1>');
  expect(askedOf(broker.sandbox)).toEqual([]);
}

/** Expects a redirect to the client with an error, its state and the issuer, and nothing else. */
export function expectErrorAtClient(
  broker: Broker,
  response: Response,
  redirectUri: string,
  error: string,
  state: string | null = 'its-state',
): void {
  expect([302, 303]).toContain(response.status);
  const location = new URL(response.headers.get('location')!);
  expect(location.origin + location.pathname).toBe(redirectUri);
  const { searchParams: answer } = location;
  expect(answer.get('error')).toBe(error);
  expect([answer.get('state'), answer.get('iss')]).toEqual([state, broker.server.url]);
  expect(answer.get('code')).toBeNull();
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(askedOf(broker.sandbox)).toEqual([]);
}
