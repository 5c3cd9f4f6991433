import { plant } from './secrets.ts';

/** Everybody's password in the sandbox. */
const PASSWORD = 'bullet-train';
/** The most characters of a cookie's name and value: browsers drop longer ones (RFC 6265bis §5.7). */
const MAX_COOKIE = 4_096;
const MAX_STEPS = 10;

/** How a person answers the pages of a sign-in. */
export interface Person {
  email: string;
  decision?: 'approve' | 'deny';
  /** The access they grant; by default everything that is offered. */
  access?: string;
  connectAs?: 'me' | 'team';
  /** The team that gets a new member; by default the first. */
  team?: string;
  /** The teams in which the client may work: all, including later ones, or these; by default those on the page. */
  teams?: 'all' | readonly string[];
}

/** A browser, as far as a sign-in needs one: it keeps cookies, follows redirects and posts forms. */
export class Browser {
  /** Cookies by host name, as in browsers: the port does not matter. */
  private readonly jars = new Map<string, Map<string, string>>();
  /** The visited addresses, in order. */
  readonly visited: string[] = [];

  /** Sends one request, and follows no redirect. */
  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const { hostname } = new URL(url);
    const jar = this.jars.get(hostname) ?? new Map<string, string>();
    this.jars.set(hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    this.visited.push(url);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/i.test(line)) jar.delete(name!);
      else if (`${name}${value}`.length <= MAX_COOKIE) jar.set(name!, value!);
      plant(value);
    }
    const { searchParams } = new URL(response.headers.get('location') ?? '', url);
    plant(searchParams.get('code'), searchParams.get('state'));
    return response;
  }

  post(url: string, form: Record<string, string> | [string, string][]): Promise<Response> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.request(url, { method: 'POST', headers, body: new URLSearchParams(form) });
  }

  cookies(url: string): Record<string, string> {
    return Object.fromEntries(this.jars.get(new URL(url).hostname) ?? []);
  }

  /**
   * Signs a person in, from an authorize address to the client's redirect URI.
   * @returns the client's redirect URI, with the parameters added to it
   */
  async signIn(authorizeUrl: string, redirectUri: string, person: Person): Promise<URL> {
    let response = await this.request(authorizeUrl);
    let url = authorizeUrl;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const location = response.headers.get('location');
      if (location !== null) {
        url = new URL(location, url).href;
        if (url.startsWith(redirectUri)) return new URL(url);
        response = await this.request(url);
      } else {
        response = await this.answerPage(url, await response.text(), person);
      }
    }
    throw new Error(`${MAX_STEPS} steps and not at the client: ${this.visited.join('\n')}`);
  }

  private answerPage(url: string, page: string, person: Person): Promise<Response> {
    if (page.includes('name="decision"')) {
      const { decision = 'approve', access = widestIn(page), connectAs = 'me' } = person;
      if (page.includes('action="/oauth/account"')) {
        const team = person.team ?? teamsIn(page)[0] ?? '';
        const form = { request: requestIn(page), decision: 'approve', connect_as: connectAs, team };
        return this.post(new URL('/oauth/account', url).href, [
          ...Object.entries(form),
          ...choiceOf(person),
        ]);
      }
      const action = new URL('/oauth/consent', url).href;
      return this.post(action, {
        request: requestIn(page),
        decision,
        access,
      });
    }
    if (page.includes('name="password"')) {
      const return_url = new URL(url).searchParams.get('return_url') ?? '';
      return this.post(url, { email: person.email, password: PASSWORD, return_url });
    }
    const [, team] = /<li><a href="([^"]+)"/.exec(page) ?? [];
    if (team) return this.request(new URL(team.replaceAll('&#38;', '&'), url).href);
    throw new Error(`${url} shows a page that stops the sign-in: ${page}`);
  }
}

/** As fields of the account page's form. */
function choiceOf({ teams }: Person): [string, string][] {
  if (teams === undefined) return [];
  if (teams === 'all') return [['reach', 'all']];
  return [['reach', 'these'], ...teams.map((id): [string, string] => ['teams', id])];
}

/** The widest access that a consent page offers. */
export function widestIn(page: string): string {
  return [...page.matchAll(/name="access"\s+value="([^"]+)"/g)].at(-1)?.[1] ?? '';
}

/** The teams of an account page, by their ids. */
export function teamsIn(page: string): string[] {
  return [...page.matchAll(/<option value="([^"]+)"/g)].map(([, id]) => id!);
}

/** The sealed request in a consent page's form. */
export function requestIn(page: string): string {
  const [, request] = /name="request" value="([^"]+)"/.exec(page) ?? [];
  if (request === undefined) throw new Error(`This is no consent page: ${page}`);
  return request;
}
