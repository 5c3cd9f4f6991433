import { randomUUID } from 'node:crypto';
import { Router, type Request } from 'express';
import type { Database, Row } from './database.js';
import { homePage, signInPage } from './pages.js';
import { findUser } from './users.js';
import { pageProblem } from './http-error.js';
import { bodyParameters, requestUrl } from './request.js';
import { PASSWORD } from './seed.js';

const COOKIE = '_sandbox_session';
/**
 * Bullet Train keeps path and query of the return URL in its session (Devise's `store_location_for`), a
 * cookie: Rails fails when that gets longer than 4 KB, encrypted and in base64 twice.
 */
const MAX_RETURN_LENGTH = 1_800;

/** Signing in and out, and the page after a sign-in. */
export function signInRoutes(database: Database): Router {
  const router = Router();

  router.get('/', (req, res) => {
    const user = signedInUser(database, req);
    if (user) res.send(homePage(String(user.email)));
    else res.redirect('/users/sign_in');
  });

  router.get('/users/sign_in', (req, res) => {
    const returnUrl = requestUrl(req).searchParams.get('return_url') ?? '';
    if (ownPath(req, returnUrl).length > MAX_RETURN_LENGTH) throw pageProblem(500);
    if (signedInUser(database, req)) res.redirect(ownPath(req, returnUrl));
    else res.send(signInPage({ returnUrl }));
  });

  router.post('/users/sign_in', (req, res) => {
    const parameters = bodyParameters(req);
    const returnUrl = String(parameters.return_url ?? '');
    const email = String(parameters.email ?? '')
      .trim()
      .toLowerCase();
    const user = findUser(database, email);
    if (!user || parameters.password !== PASSWORD) {
      const alert = 'Invalid email address or password.';
      res.status(422).send(signInPage({ returnUrl, email, alert }));
      return;
    }
    const session = randomUUID();
    database.sessions.set(session, user.id);
    res.cookie(COOKIE, session, { httpOnly: true, sameSite: 'lax' });
    res.redirect(ownPath(req, returnUrl));
  });

  router.post('/users/sign_out', (req, res) => {
    database.sessions.delete(sessionOf(req));
    res.clearCookie(COOKIE).redirect('/users/sign_in');
  });

  return router;
}

/** The user whom the session cookie names. */
export function signedInUser(database: Database, req: Request): Row | undefined {
  return database.users.find(database.sessions.get(sessionOf(req)));
}

function sessionOf(req: Request): string {
  return new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(req.headers.cookie ?? '')?.[1] ?? '';
}

/** Path and query of a return URL within this origin; the home page for any other. */
function ownPath(req: Request, returnUrl: string): string {
  const { origin } = requestUrl(req);
  if (!returnUrl || !URL.canParse(returnUrl, origin)) return '/';
  const url = new URL(returnUrl, origin);
  return url.origin === origin ? `${url.pathname}${url.search}` : '/';
}
