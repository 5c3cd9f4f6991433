import { Router, type Request, type RequestHandler, type Response } from 'express';
import { isExpired, presentedToken } from './access-tokens.js';
import { present, readAttributes } from './attributes.js';
import type { AccessToken, Database, Row } from './database.js';
import type { SandboxFlags } from './flags.js';
import { obfuscateId, readId } from './ids.js';
import {
  initialAttributes,
  MEMBERSHIP,
  MODELS,
  PROJECT,
  TEAM,
  USER,
  type Model,
} from './models.js';
import { authenticateHeader, FRESH, notFound, Problem } from './http-error.js';
import { bodyParameters, requestUrl } from './request.js';
import { visibilityOf } from './visibility.js';

const PAGE_SIZE = 20;

type Action = (req: Request, res: Response, user: Row) => void;

/** The records under `/api/v1`. PUT and PATCH both work, though only PUT is documented. */
export function apiRoutes(database: Database, flags: SandboxFlags): Router {
  const router = Router();
  const as = (action: Action): RequestHandler => {
    return (req, res) => {
      res.set('Cache-Control', FRESH);
      action(req, res, authenticate(database, flags, req));
    };
  };

  for (const model of MODELS) {
    const { parent, plural } = model;
    const collection = parent ? `/${parent.plural}/:${parent.key}/${plural}` : `/${plural}`;
    const member = router.route(`/${plural}/:id`);

    router.get(
      collection,
      as((req, res, user) => {
        const isVisible = visibilityOf(database, user);
        const parentId = parent && findParent(database, user, parent, req).id;
        // Bullet Train loads memberships without their team, so it answers all that the person may see.
        const isOwn = (row: Row) => !parent || model === MEMBERSHIP || row[parent.key] === parentId;
        const rows = database[plural].where((row) => isOwn(row) && isVisible(model, row));
        sendPage(req, res, model, rows);
      }),
    );

    member.get(
      as((req, res, user) => {
        res.json(present(model, findVisible(database, user, model, req.params.id)));
      }),
    );

    const update = as((req, res, user) => {
      const row = findVisible(database, user, model, req.params.id);
      // Stock Bullet Train documents this operation but cannot carry it out.
      if (model === USER) throw new Problem(500);
      const attributes = readAttributes(model, bodyParameters(req), row);
      res.json(present(model, database[plural].update(row, attributes)));
    });
    member.put(update).patch(update);

    if (!parent) continue;

    router.post(
      collection,
      as((req, res, user) => {
        const initial = initialAttributes(model);
        const parentRow = findParent(database, user, parent, req);
        // Bullet Train checks the permission before the record has a team, so nobody has it.
        if (model === MEMBERSHIP) throw notFound();
        const attributes = readAttributes(model, bodyParameters(req), initial);
        const row = database[plural].insert({
          ...initial,
          ...attributes,
          [parent.key]: parentRow.id,
        });
        const location = `${requestUrl(req).origin}/api/v1/${plural}/${obfuscateId(row.id)}`;
        res.status(201).set('Location', location).json(present(model, row));
      }),
    );

    member.delete(
      as((req, res, user) => {
        remove(database, model, findVisible(database, user, model, req.params.id));
        res.status(204).set('Cache-Control', 'no-cache').end();
      }),
    );
  }

  router.post(
    '/projects/:id/archive',
    as((req, res, user) => {
      const project = findVisible(database, user, PROJECT, req.params.id);
      res.json(present(PROJECT, database.projects.update(project, { archived: true })));
    }),
  );

  return router;
}

/**
 * The user a request acts as. Stock Bullet Train looks at neither expiry, revocation nor scope.
 * @throws {Problem} 401 in the form the flags ask for
 */
function authenticate(database: Database, flags: SandboxFlags, req: Request): Row {
  const token = presentedToken(database, req);
  const refusal = flags.doorkeeperAuthorize ? refusalOf(token) : undefined;
  if (refusal) {
    throw new Problem(401, '', {
      'WWW-Authenticate': authenticateHeader('invalid_token', refusal),
    });
  }
  const user = database.users.find(token?.userId);
  if (!user) throw new Problem(401, { error: 'Invalid token or no user signed in' });
  return user;
}

function refusalOf(token: AccessToken | undefined): string | undefined {
  if (!token) return 'The access token is invalid';
  if (token.revoked) return 'The access token was revoked';
  return isExpired(token) ? 'The access token expired' : undefined;
}

function findVisible(database: Database, user: Row, model: Model, id: unknown): Row {
  const isMe = model === USER && id === 'me';
  const row = database[model.plural].find(isMe ? user.id : readId(id));
  if (!row || !visibilityOf(database, user)(model, row)) throw notFound();
  return row;
}

function findParent(
  database: Database,
  user: Row,
  parent: NonNullable<Model['parent']>,
  req: Request,
): Row {
  const model = parent.plural === 'teams' ? TEAM : PROJECT;
  return findVisible(database, user, model, req.params[parent.key]);
}

/** Sends a bare array, with paging headers only when there are more records. */
function sendPage(req: Request, res: Response, model: Model, rows: Row[]): void {
  const url = requestUrl(req);
  const cursor = url.searchParams.get('after') || '0';
  // Bullet Train passes it to the database unchecked.
  if (!/^-?\d+$/.test(cursor)) throw new Problem(500);
  const after = Number(cursor);
  const rest = rows.filter((row) => row.id > after);
  const shown = rest.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  if (last && rest.length > shown.length) {
    url.searchParams.set('after', String(last.id));
    res.set({ 'Pagination-Next': String(last.id), Link: `<${url.href}>; rel="next"` });
  }
  res.json(shown.map((row) => present(model, row)));
}

function remove(database: Database, model: Model, row: Row): void {
  if (model === PROJECT) {
    for (const task of database.tasks.where((task) => task.project_id === row.id)) {
      database.tasks.delete(task);
    }
  }
  database[model.plural].delete(row);
}
