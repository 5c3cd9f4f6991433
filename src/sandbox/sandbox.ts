import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { issueToken, randomToken } from './access-tokens.js';
import { apiRoutes } from './api.js';
import { Database } from './database.js';
import { documentRoutes } from './document.js';
import { DEFAULT_FLAGS, type SandboxFlags } from './flags.js';
import { misbehave, record, type RecordedRequest } from './fault-injection.js';
import { authorizeRoutes } from './oauth-authorize.js';
import { metadataRoutes } from './oauth-metadata.js';
import { tokenStateRoutes } from './oauth-token-state.js';
import { tokenRoutes } from './oauth-token.js';
import { addTeam, addUser, findUser } from './users.js';
import { answerProblem, Problem } from './http-error.js';
import { addProject, CLIENT_ID, seed } from './seed.js';
import { signInRoutes } from './sign-in.js';

export type { Fault, SandboxFlags } from './flags.js';
export type { RecordedRequest } from './fault-injection.js';
export {
  ALICE_EMAIL,
  ALICE_TOKEN,
  BOB_EMAIL,
  BOB_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  PASSWORD,
} from './seed.js';

interface NewApplication {
  name: string;
  redirectUris: string[];
  /** Default true; false needs no secret. */
  confidential?: boolean;
  clientId?: string;
  clientSecret?: string;
}

export interface SandboxOptions extends Partial<SandboxFlags> {
  /** Default 3000; 0 takes any free one. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Further redirect URIs of the seeded application, beside its own. */
  redirectUris?: string[];
}

/** A running sandbox: a stand-in Bullet Train application. */
export interface Sandbox {
  url: string;
  port: number;
  flags: SandboxFlags;
  /** The newest 1,000 of every kind, oldest first. */
  requests: RecordedRequest[];
  addApplication(application: NewApplication): { clientId: string; clientSecret: string };
  /** A fresh access token; null never expires. Throws when nobody has that address. */
  issueToken(personEmail: string, expiresInSeconds?: number | null): string;
  /** A person with their own team, one project named after the email, and a token that never expires. */
  addPerson(
    email: string,
    name: string,
  ): { email: string; userId: number; teamId: number; token: string };
  /** Adds a team with the person as its admin, and a project in it, with tasks if it has any. */
  addTeam(personEmail: string, name: string): { teamId: number; projectId: number };
  /** Deletes the token's row: the only state in which the stock API refuses a token. */
  revokeToken(token: string): void;
  /** Stops listening and ends every connection, hanging ones included. Calling it again does nothing. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox with its seed: Alice, Bob and one Platform Application.
 * @throws the listening error, such as EADDRINUSE
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    port: wantedPort = 3000,
    host = '127.0.0.1',
    redirectUris,
    faults = [],
    ...rest
  } = options;
  const flags: SandboxFlags = { ...DEFAULT_FLAGS, ...rest, faults: [...faults] };
  const database = new Database();
  seed(database, redirectUris);
  const requests: RecordedRequest[] = [];

  const server = createServer(buildApplication(database, flags, requests));
  // Puma's; with Node's 5 s a client's pooled connection meets the closing one more often.
  server.keepAliveTimeout = 20_000;
  server.listen(wantedPort, host);
  await once(server, 'listening');
  // A string only for a pipe, null only before it listens.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    port,
    flags,
    requests,
    addApplication({ confidential = true, ...application }) {
      const { clientId = randomToken(), clientSecret = randomToken() } = application;
      const { name, redirectUris } = application;
      const added = { name, redirectUris, confidential, clientId, clientSecret };
      database.applications.set(clientId, added);
      return { clientId, clientSecret };
    },
    issueToken(personEmail, expiresIn = flags.accessTokenSeconds) {
      const user = findUser(database, personEmail);
      if (!user) throw new Error(`Nobody in the sandbox has the address ${personEmail}`);
      return issueToken(database, { userId: user.id, clientId: CLIENT_ID, expiresIn }).token;
    },
    addPerson(email, name) {
      const user = addUser(database, email, name);
      const team = addTeam(database, `${name}'s Team`, user);
      addProject(database, team, `Project of ${email}`);
      const owner = { userId: user.id, clientId: CLIENT_ID };
      const { token } = issueToken(database, { ...owner, expiresIn: null });
      return { email, userId: user.id, teamId: team.id, token };
    },
    addTeam(personEmail, name) {
      const user = findUser(database, personEmail);
      if (!user) throw new Error(`Nobody in the sandbox has the address ${personEmail}`);
      const team = addTeam(database, name, user);
      return { teamId: team.id, projectId: addProject(database, team, `Project of ${name}`).id };
    },
    revokeToken(token) {
      database.tokens.delete(token);
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function buildApplication(
  database: Database,
  flags: SandboxFlags,
  requests: RecordedRequest[],
): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.text({ type: () => true, limit: '10mb' }));
  app.use(record(requests));
  app.use(misbehave(flags));
  app.use(signInRoutes(database));
  app.use(authorizeRoutes(database, flags));
  app.use(metadataRoutes(flags));
  app.use(tokenRoutes(database, flags));
  app.use(tokenStateRoutes(database, flags));
  app.use('/api/v1', documentRoutes(flags));
  app.use('/api/v1', apiRoutes(database, flags));
  app.use(() => {
    throw new Problem(404);
  });
  app.use(answerProblem);
  return app;
}
