import { createHash, randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { ALICE_EMAIL } from '../src/sandbox/sandbox.js';
import { Browser, type Person } from './browser.js';
import { plant } from './secrets.js';

/** Parameters to send: a list is sent as repeated parameters, undefined not at all. */
export type Parameters = Record<string, string | string[] | undefined>;

export interface OAuthAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A website's redirect URI; nothing listens there, and the tests' browser stops before it. */
export const REDIRECT_URI = 'https://client.example/callback';
const ALICE: Person = { email: ALICE_EMAIL };

export function encode(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value ?? []].flat()) search.append(name, one);
  }
  return search.toString();
}

/** Posts a form, or text unchanged. */
export async function postForm(
  url: string,
  form: Parameters | string,
  headers: Record<string, string> = {},
): Promise<OAuthAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : encode(form),
  });
  return readAnswer(response);
}

export async function readAnswer(response: Response): Promise<OAuthAnswer> {
  const body = JSON.parse(await response.text()) as Record<string, unknown>;
  plant(body['access_token'], body['refresh_token'], body['client_secret']);
  return { status: response.status, headers: response.headers, body };
}

export async function register(server: string, metadata: unknown): Promise<OAuthAnswer> {
  const headers = { 'content-type': 'application/json' };
  return postForm(`${server}/oauth/register`, JSON.stringify(metadata), headers);
}

export function basic(id: string, secret: string): { authorization: string } {
  const pair = [id, secret].map(encodeURIComponent).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A client written by hand: every parameter of every request can be changed. */
export class RawClient {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly challenge = createHash('sha256').update(this.verifier).digest('base64url');

  constructor(
    readonly server: string,
    readonly id: string,
    readonly secret?: string,
    readonly redirectUri = REDIRECT_URI,
  ) {}

  /** Registers a client, without a secret unless the metadata says otherwise. */
  static async register(
    server: string,
    metadata: Record<string, unknown> = {},
    redirectUri = REDIRECT_URI,
  ): Promise<RawClient> {
    const { status, body } = await register(server, {
      client_name: 'raw',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
      ...metadata,
    });
    expect(status).toBe(201);
    const secret = body['client_secret'] as string | undefined;
    return new RawClient(server, String(body['client_id']), secret, redirectUri);
  }

  authorizeUrl(changes: Parameters = {}): string {
    return `${this.server}/oauth/authorize?${encode({
      client_id: this.id,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      code_challenge: this.challenge,
      code_challenge_method: 'S256',
      scope: 'admin',
      state: 'its-state',
      resource: `${this.server}/mcp`,
      ...changes,
    })}`;
  }

  /** @returns the final address of the browser, with a code or an error */
  signIn(browser = new Browser(), changes: Parameters = {}, person = ALICE): Promise<URL> {
    return browser.signIn(this.authorizeUrl(changes), this.redirectUri, person);
  }

  async codeFor(browser?: Browser, changes?: Parameters): Promise<string> {
    const code = (await this.signIn(browser, changes)).searchParams.get('code');
    expect(code).toEqual(expect.any(String));
    return code!;
  }

  exchange(code: string, changes: Parameters = {}, headers?: Record<string, string>) {
    const form = { code, redirect_uri: this.redirectUri, code_verifier: this.verifier };
    return this.request({ grant_type: 'authorization_code', ...form, ...changes }, headers);
  }

  refresh(token: string, changes: Parameters = {}, headers?: Record<string, string>) {
    return this.request({ grant_type: 'refresh_token', refresh_token: token, ...changes }, headers);
  }

  revoke(token: string, changes: Parameters = {}, headers?: Record<string, string>) {
    return this.request({ token, ...changes }, headers, '/oauth/revoke');
  }

  private request(form: Parameters, headers?: Record<string, string>, path = '/oauth/token') {
    const credentials = { client_id: this.id, client_secret: this.secret };
    return postForm(this.server + path, { ...credentials, ...form }, headers);
  }
}
