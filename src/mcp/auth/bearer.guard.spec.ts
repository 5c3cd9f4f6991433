import type { AuditTrail } from '../../audit/audit-trail.js';
import { expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import type { TokenValidator, Verdict } from '../../bullet-train/token-validator.js';
import { readConfig } from '../../config/app-config.js';
import type { RateLimits } from '../../limits/rate-limits.js';
import type { Connections } from '../../oauth/tokens/connections.js';
import type { AccessTokens } from '../../oauth/tokens/access-tokens.js';
import { BearerGuard } from './bearer.guard.js';
import type { RequestContext } from '../../request/request-context.js';

/** Has the form of a token of this server. */
const SEALED = 'eyJhbGciOiJkaXIifQ..a.b.c';
const OF_ABC: Verdict = { valid: true, application: 'abc' };
const ALLOW_ABC = { BULLET_TRAIN_TOKENS: 'abc' };

const NO_LIMITS = {
  countRequest: () => Promise.resolve(),
  countAddress: () => Promise.resolve(),
  ask: (_address: unknown, ask: () => unknown) => ask(),
} as unknown as RateLimits;

/** @returns the token that the caller is known by, or the error's code */
async function enter(
  authorization: string | undefined,
  variables: Record<string, string>,
  verdict: Verdict,
  sealed?: string,
): Promise<string | undefined> {
  let identified: string | undefined;
  const opened = sealed === undefined ? undefined : { bulletTrainToken: sealed, digest: 'digest' };
  const guard = new BearerGuard(
    { openAccessToken: () => Promise.resolve(opened) } as unknown as AccessTokens,
    { isEnded: () => Promise.resolve(false) } as unknown as Connections,
    { check: () => Promise.resolve(verdict), isKnown: () => false } as unknown as TokenValidator,
    NO_LIMITS,
    {
      identify: (token: string) => (identified = token),
      describeCaller: () => undefined,
    } as unknown as RequestContext,
    { refuse: () => undefined } as unknown as AuditTrail,
    readConfig({ PUBLIC_URL: 'https://mcp.example.com', ...variables }),
  );
  const request = { headers: { authorization }, path: '/mcp' };
  const context = { switchToHttp: () => ({ getRequest: () => request }) };
  try {
    await guard.canActivate(context as unknown as ExecutionContext);
    return identified;
  } catch (error) {
    expect(identified).toBeUndefined();
    return (error as { code?: string }).code ?? 'no code';
  }
}

it.each<[what: string, variables: Record<string, string>, verdict: Verdict, result: string]>([
  ["Bullet Train's, by default", {}, OF_ABC, 'raw'],
  ["Bullet Train's, of no application", {}, { valid: true }, 'raw'],
  ["Bullet Train's, not good", {}, { valid: false }, 'invalid_token'],
  [
    "Bullet Train's, when they are not welcome",
    { BULLET_TRAIN_TOKENS: 'none' },
    OF_ABC,
    'invalid_token',
  ],
  ["Bullet Train's, of an application let in", ALLOW_ABC, OF_ABC, 'raw'],
  ["Bullet Train's, of another", ALLOW_ABC, { valid: true, application: 'x' }, 'invalid_token'],
  ["Bullet Train's, of none", ALLOW_ABC, { valid: true }, 'invalid_token'],
  [
    "Bullet Train's, of none, with an empty entry",
    { BULLET_TRAIN_TOKENS: 'abc,' },
    { valid: true },
    'invalid_token',
  ],
  [
    "Bullet Train's, let in and not good",
    ALLOW_ABC,
    { valid: false, application: 'abc' },
    'invalid_token',
  ],
])('the bearer guard decides on a token: %s', async (_, variables, verdict, result) => {
  expect(await enter('Bearer raw', variables, verdict)).toBe(result);
});

it.each<
  [
    what: string,
    variables: Record<string, string>,
    verdict: Verdict,
    sealed: string | undefined,
    result: string,
  ]
>([
  ["this server's", {}, OF_ABC, 'inner', 'inner'],
  [
    "this server's, when Bullet Train's are not welcome",
    { BULLET_TRAIN_TOKENS: 'none' },
    { valid: true },
    'inner',
    'inner',
  ],
  ["this server's, revoked in Bullet Train", {}, { valid: false }, 'inner', 'invalid_token'],
  ["with the form of this server's", {}, OF_ABC, undefined, 'invalid_token'],
])('the bearer guard decides on a token: %s', async (_, variables, verdict, sealed, result) => {
  expect(await enter(`Bearer ${SEALED}`, variables, verdict, sealed)).toBe(result);
});

it.each<[header: string | undefined, result: string]>([
  [undefined, 'no code'],
  ['', 'no code'],
  ['Basic YTpi', 'no code'],
  ['bearer raw', 'raw'],
  ['Bearer   raw', 'raw'],
  ['Bearer', 'invalid_request'],
  ['Bearer ', 'invalid_request'],
  ['Bearer a b', 'invalid_request'],
  ['Bearer a,b', 'invalid_request'],
  ['Bearer "a"', 'invalid_request'],
  ['Bearer a\tb', 'invalid_request'],
  ['Bearer ä', 'invalid_request'],
])('the bearer guard reads the header %j', async (header, result) => {
  expect(await enter(header, {}, OF_ABC)).toBe(result);
});
