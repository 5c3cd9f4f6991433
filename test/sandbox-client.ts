import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  PASSWORD,
  type Sandbox,
} from '../src/sandbox/sandbox.js';

export interface Json {
  [key: string]: unknown;
}

export const CALLBACK = 'http://localhost:6274/oauth/callback';
export const CLIENT = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

/** Requests of a person, a browser and an OAuth client, to the sandbox of the current test. */
export function sandboxClient(sandbox: () => Sandbox) {
  return {
    api,
    send,
    json,
    list,
    post,
    signIn,
    authorize,
    obtainCode,
    exchange,
    refresh,
    tokenInfo,
  };

  /** Calls the API, as Alice unless another token is given. */
  function api(path: string, init: RequestInit & { token?: string } = {}): Promise<Response> {
    const { token = ALICE_TOKEN, headers, ...rest } = init;
    return fetch(`${sandbox().url}/api/v1${path}`, {
      ...rest,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
    });
  }

  function send(method: string, path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return api(path, { method, body: JSON.stringify(body), headers });
  }

  async function json(response: Response | Promise<Response>): Promise<Json> {
    return (await (await response).json()) as Json;
  }

  async function list(path: string, token = ALICE_TOKEN): Promise<Json[]> {
    return (await (await api(path, { token })).json()) as Json[];
  }

  function post(path: string, form: Record<string, string>, headers = {}): Promise<Response> {
    const init = { method: 'POST', body: new URLSearchParams(form), headers };
    return fetch(sandbox().url + path, { ...init, redirect: 'manual' });
  }

  async function signIn(email = ALICE_EMAIL): Promise<string> {
    const response = await post('/users/sign_in', { email, password: PASSWORD });
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  function authorize(cookie: string, query: Record<string, string> = {}): Promise<Response> {
    const parameters = {
      client_id: CLIENT_ID,
      redirect_uri: CALLBACK,
      response_type: 'code',
      state: 'xyz',
      ...query,
    };
    const given = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
    const url = `${sandbox().url}/oauth/authorize?${given}`;
    return fetch(url, { headers: { cookie }, redirect: 'manual' });
  }

  async function obtainCode(email?: string, query?: Record<string, string>): Promise<string> {
    const response = await authorize(await signIn(email), query);
    return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  function exchange(code: string, more: Record<string, string> = {}): Promise<Response> {
    const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    return post('/oauth/token', { ...grant, ...CLIENT, ...more });
  }

  function refresh(token: unknown): Promise<Response> {
    const grant = { grant_type: 'refresh_token', refresh_token: String(token) };
    return post('/oauth/token', { ...grant, ...CLIENT });
  }

  function tokenInfo(token: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${String(token)}` };
    return fetch(`${sandbox().url}/oauth/token/info`, { headers });
  }
}
