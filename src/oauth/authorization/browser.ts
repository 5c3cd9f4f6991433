import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Brand } from '../../pages/brand.js';
import { chosenLanguage } from '../../pages/language.js';
import type { Page } from '../../pages/page.js';
import { sendPage } from '../../pages/send-page.js';

/** The endpoints that a person's browser visits; no script has anything to read there. */
export const BROWSER_PATHS =
  /^(\/oauth)?\/(authorize|consent|account|callback|connections|callback\/disconnect)\/?$/i;

/** The response to a person's browser: either a page or a redirect, and the cookies that go with it. */
export interface BrowserAnswer {
  page?: Page;
  /** An absolute URL, or a path of this server. */
  redirectTo?: string;
  cookies?: BrowserCookie[];
}

/** A cookie to set, HTTP-only and for all paths of this server. */
export interface BrowserCookie {
  /** Without the prefix. */
  name: string;
  value: string;
  /** In seconds. Without it the cookie ends with the browser's session; 0 deletes it. */
  maxAgeSeconds?: number;
  /** The only path that gets it; all paths without it. */
  path?: string;
}

/** This server's own cookies, by their names without the prefix. */
export type Cookies = Readonly<Record<string, string | undefined>>;

/**
 * With https a browser takes a `__Host-` cookie from this very host alone, for all its paths (RFC 6265bis
 * §4.1.3.2). Browsers accept this prefix only over https, so development goes without it.
 */
function prefix(publicUrl: string, path = '/'): string {
  if (!publicUrl.startsWith('https:')) return 'mcp-';
  return path === '/' ? '__Host-mcp-' : '__Secure-mcp-';
}

/**
 * @param publicUrl this server's own, whose scheme decides on the prefix
 * @param path of cookies that one path alone gets; sites beside this one can set those, so they hold only what is sealed
 * @returns this server's cookies by their names without the prefix; cookies of others are left out
 */
export function readCookies(request: Request, publicUrl: string, path?: string): Cookies {
  const start = prefix(publicUrl, path);
  return Object.fromEntries(
    Object.entries(parseCookie(request.headers.cookie ?? ''))
      .filter(([name]) => name.startsWith(start))
      .map(([name, value]) => [name.slice(start.length), value]),
  );
}

/** The language that a person has chosen on a page; it goes with them until the sign-in is over. */
const LANGUAGE_COOKIE = 'lang';
const LANGUAGE_SECONDS = 1_200;

/** @returns the language that the person chose on an earlier page (BCP 47), as the cookie has it: not validated */
export function readLanguageCookie(request: Request, publicUrl: string): string | undefined {
  return readCookies(request, publicUrl)[LANGUAGE_COOKIE];
}

/**
 * Writes a page or a redirect: 302, or 303 after a form (RFC 9110 §15.4.4). A language that the address chooses is kept
 * in a cookie for the rest of the sign-in.
 */
export function sendAnswer(
  request: Request,
  response: Response,
  answer: BrowserAnswer,
  { publicUrl, brand }: { publicUrl: string; brand: Brand },
): void {
  const chosen = chosenLanguage(request);
  const cookies: BrowserCookie[] = [
    ...(answer.cookies ?? []),
    ...(chosen && answer.page
      ? [{ name: LANGUAGE_COOKIE, value: chosen, maxAgeSeconds: LANGUAGE_SECONDS }]
      : []),
  ];
  for (const { name, value, maxAgeSeconds, path = '/' } of cookies) {
    response.cookie(prefix(publicUrl, path) + name, value, {
      path,
      httpOnly: true,
      // Lax, because the way back from the application is a navigation from another site.
      sameSite: 'lax',
      secure: publicUrl.startsWith('https:'),
      ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds * 1000 }),
    });
  }
  if (answer.page) {
    const kept = readLanguageCookie(request, publicUrl);
    sendPage(request, response, answer.page, { brand, kept });
  } else {
    // 303: what follows a posted form is a GET (RFC 9110 §15.4.4).
    response
      .status(request.method === 'POST' ? 303 : 302)
      .set({
        Location: answer.redirectTo,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      })
      .end();
  }
}
