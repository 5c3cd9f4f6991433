import type { Request } from 'express';
import type { Application, Database } from './database.js';
import { oauthProblem } from './http-error.js';
import { bodyParameters } from './request.js';

/** Credentials in the Authorization header or the body; a public client needs no secret. */
export function authenticateClient(database: Database, req: Request): Application | undefined {
  const [clientId, secret] = basicCredentials(req) ?? bodyCredentials(req);
  const application = database.applications.get(clientId);
  if (!application) return undefined;
  if (!secret && !application.confidential) return application;
  return secret === application.clientSecret ? application : undefined;
}

/** @throws {Problem} 401 `invalid_client` */
export function requireClient(database: Database, req: Request): Application {
  const application = authenticateClient(database, req);
  if (application) return application;
  throw oauthProblem(
    401,
    'invalid_client',
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  );
}

// Doorkeeper splits at the first colon and does not form-decode, other than RFC 6749 §2.3.1.
function basicCredentials(req: Request): [string, string] | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (!encoded) return undefined;
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return [clientId, secret.join(':')];
}

function bodyCredentials(req: Request): [string, string] {
  const { client_id: clientId, client_secret: secret } = bodyParameters(req);
  return [String(clientId ?? ''), String(secret ?? '')];
}
