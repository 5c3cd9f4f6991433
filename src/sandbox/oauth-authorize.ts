import { Router } from 'express';
import { randomToken, SCOPE } from './access-tokens.js';
import type { Application, Database, Grant, Row } from './database.js';
import type { SandboxFlags } from './flags.js';
import { readId } from './ids.js';
import { authorizationErrorPage, teamPickerPage } from './pages.js';
import { addPlatformAgent, teamIdsOf } from './users.js';
import { pageProblem, Problem } from './http-error.js';
import { redirectUriMatches } from './redirect-uri.js';
import { requestUrl } from './request.js';
import { signedInUser } from './sign-in.js';

const CODE_SECONDS = 600;

/** `GET /oauth/authorize`, without a consent page: stock Bullet Train has `skip_authorization { true }`. */
export function authorizeRoutes(database: Database, flags: SandboxFlags): Router {
  return Router().get('/oauth/authorize', (req, res) => {
    const url = requestUrl(req);
    const user = signedInUser(database, req);
    if (!user) {
      const signIn = `${url.origin}/users/sign_in?return_url=${encodeURIComponent(url.href)}`;
      res.status(302).set({ Location: signIn, 'Cache-Control': 'no-cache' }).type('html').end();
      return;
    }
    const application = checkRequest(database, flags, url.searchParams);
    const installing = url.searchParams.get('new_installation') === 'true';
    if (installing && !url.searchParams.get('team_id')) {
      res.send(teamPickerPage(application.name, teamLinks(database, user, url)));
      return;
    }
    const actor = installing
      ? addPlatformAgent(database, pickedTeam(database, user, url), application)
      : user;
    const code = issueCode(database, newGrant(application, actor, flags, url.searchParams));
    res.redirect(callback(url.searchParams, code));
  });
}

// The order of the checks is that of Doorkeeper's PreAuthorization.
function checkRequest(
  database: Database,
  flags: SandboxFlags,
  query: URLSearchParams,
): Application {
  const application = database.applications.get(required(query, 'client_id'));
  if (!application) {
    throw refusal(
      401,
      'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
    );
  }
  const redirectUri = required(query, 'redirect_uri');
  if (
    !application.redirectUris.some((known) =>
      redirectUriMatches(redirectUri, known, flags.doorkeeper6),
    )
  ) {
    throw refusal(
      400,
      "The requested redirect uri is malformed or doesn't match client redirect URI.",
    );
  }
  if (required(query, 'response_type') !== 'code') {
    throw refusal(400, 'The authorization server does not support this response type.');
  }
  if ((query.get('scope') || SCOPE) !== SCOPE) {
    throw refusal(400, 'The requested scope is invalid, unknown, or malformed.');
  }
  const method = query.get('code_challenge_method') ?? '';
  if (flags.pkce && query.get('code_challenge') && !['plain', 'S256'].includes(method)) {
    throw refusal(400, 'The code_challenge_method must be plain or S256.');
  }
  return application;
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (!value) throw refusal(400, `Missing required parameter: ${name}.`);
  return value;
}

// Bullet Train never redirects an authorization error back: it shows a page.
function refusal(status: number, description: string): Problem {
  return new Problem(status, authorizationErrorPage(description));
}

function newGrant(
  { clientId }: Application,
  actor: Row,
  flags: SandboxFlags,
  query: URLSearchParams,
): Grant {
  const grant: Grant = {
    clientId,
    userId: actor.id,
    redirectUri: query.get('redirect_uri') ?? '',
    expiresAt: Date.now() + CODE_SECONDS * 1000,
  };
  const codeChallenge = query.get('code_challenge');
  // Stock grants have no column for the challenge, so it is dropped silently.
  if (!flags.pkce || !codeChallenge) return grant;
  const codeChallengeMethod = query.get('code_challenge_method') ?? '';
  return { ...grant, codeChallenge, codeChallengeMethod };
}

function issueCode(database: Database, grant: Grant): string {
  const code = randomToken();
  database.grants.set(code, grant);
  return code;
}

function callback(query: URLSearchParams, code: string): string {
  const url = new URL(query.get('redirect_uri') ?? '');
  url.searchParams.set('code', code);
  const state = query.get('state');
  if (state) url.searchParams.set('state', state);
  return url.href;
}

function teamLinks(database: Database, user: Row, url: URL): { name: string; href: string }[] {
  const teamIds = teamIdsOf(database, user.id);
  return database.teams
    .where((team) => teamIds.has(team.id))
    .map((team) => {
      const link = new URL(url);
      link.searchParams.set('team_id', String(team.id));
      return { name: String(team.name), href: `${link.pathname}${link.search}` };
    });
}

function pickedTeam(database: Database, user: Row, url: URL): Row {
  const team = database.teams.find(readId(url.searchParams.get('team_id')));
  if (!team || !teamIdsOf(database, user.id).has(team.id)) throw pageProblem(404);
  return team;
}
