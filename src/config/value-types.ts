import * as z from 'zod';
import { isLoopback } from '../values/loopback.js';
import { readSecret } from './secret.js';

/** An http or https origin. @param hint the end of the error for an address with a path */
export const origin = (example: string, hint: string) =>
  z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const problem =
      !url || !/^https?:$/.test(url.protocol)
        ? `must be an http or https address such as ${example}`
        : url.username || url.password
          ? 'must not hold a user name or password'
          : url.pathname.replace(/\/+$/, '') || url.search || url.hash
            ? `must be the address alone, such as ${url.origin}: ${hint}`
            : undefined;
    if (problem === undefined && url) return url.origin;
    context.addIssue({ code: 'custom', message: problem ?? 'is not valid' });
    return z.NEVER;
  });

/** An address that people's browsers load or open: https, so that nobody on the way can change it. */
export const webAddress = z
  .string()
  .max(500, 'must have at most 500 characters')
  .transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const isSafe =
      url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    if (url && isSafe && !url.username && !url.password) return url.href;
    context.addIssue({
      code: 'custom',
      message:
        'must be an https address such as https://example.com/help, without a user name or password',
    });
    return z.NEVER;
  })
  .optional();

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

/** `on` or `off`; `true`, `false`, `1` and `0` are understood as well. */
export const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['on', 'true', '1', 'off', 'false', '0'], 'must be on or off'))
  .transform((value) => ['on', 'true', '1'].includes(value));

/** Entries separated by commas; empty entries, as after a trailing comma, are left out. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry),
);

/** Secrets of at least 32 random bytes in base64 or hex, separated by commas. */
export const secrets = list.transform((entries, context) => {
  const known = entries.map(readSecret).filter((secret) => secret !== undefined);
  if (known.length === entries.length && known.length > 0) return known;
  context.addIssue({
    code: 'custom',
    message: 'must be at least 32 random bytes, as `openssl rand -base64 32` prints them',
  });
  return z.NEVER;
});

/** An address of an OpenTelemetry collector. */
export const collector = z
  .string()
  .regex(/^https?:\/\/\S+$/, 'must be an address such as http://localhost:4318');

/** Whether a text is a file's path, or a URL without a user name or password. */
export function isDocumentPlace(place: string): boolean {
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(place)) return true;
  if (!URL.canParse(place)) return false;
  const { protocol, username, password } = new URL(place);
  return ['http:', 'https:', 'file:'].includes(protocol) && username === '' && password === '';
}

/** An address of records with a place for what tells one from the others. */
export function isRecordTemplate(template: string): boolean {
  const example = template.replace(/\{(path|resource|id)\}/g, '7');
  if (!/\{(path|id)\}/.test(template) || /[{}\s]/.test(example) || !URL.canParse(example))
    return false;
  const { protocol, hostname, username, password } = new URL(example);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSafe && username === '' && password === '';
}

/** The address of a syslog server: `udp:`, `tcp:` or `tls:` with a host, or `unix:` with a path. */
export function isSyslogAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(address);
  if (username || password) return false;
  if (protocol === 'unix:') return hostname === '' && pathname.startsWith('/') && pathname !== '/';
  const isHostAlone = hostname !== '' && /^\/?$/.test(pathname);
  return ['udp:', 'tcp:', 'tls:'].includes(protocol) && isHostAlone;
}
