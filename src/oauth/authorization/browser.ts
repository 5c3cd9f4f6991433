import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Brand } from '../../pages/brand.js';
import { chosenLanguage } from '../../pages/language.js';
import type { Page } from '../../pages/page.js';
import { sendPage } from '../../pages/send-page.js';

/** The endpoints that a person's browser visits. Scripts of other origins may not read them. */
export const BROWSER_PATHS =
  /^(\/oauth)?\/(authorize|consent|connections|(account|callback)(\/language)?|callback\/disconnect)\/?$/i;

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
  /** In seconds. Without it, the cookie ends with the browser's session; 0 deletes it. */
  maxAgeSeconds?: number;
  /** The only path that gets the cookie; without it, all paths do. */
  path?: string;
}

/** This server's cookies, by name without the prefix. */
export type Cookies = Readonly<Record<string, string | undefined>>;

/**
 * Over https, a browser accepts a `__Host-` cookie only from this host, for all its paths (RFC 6265bis
 * §4.1.3.2). Browsers accept the prefix only over https, so development does without it.
 */
function prefix(publicUrl: string, path = '/'): string {
  if (!publicUrl.startsWith('https:')) return 'mcp-';
  return path === '/' ? '__Host-mcp-' : '__Secure-mcp-';
}

/**
 * @param publicUrl this server's; its scheme decides on the prefix
 * @param path of cookies that only one path gets; sibling sites can set those, so they hold only sealed values
 * @returns this server's cookies, by name without the prefix
 */
export function readCookies(request: Request, publicUrl: string, path?: string): Cookies {
  const start = prefix(publicUrl, path);
  return Object.fromEntries(
    Object.entries(parseCookie(request.headers.cookie ?? ''))
      .filter(([name]) => name.startsWith(start))
      .map(([name, value]) => [name.slice(start.length), value]),
  );
}

/** The cookie with the language that a person chose on a page, kept until the sign-in ends. */
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
    // 303: a GET follows a posted form (RFC 9110 §15.4.4).
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
