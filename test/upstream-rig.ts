import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { ALICE_TOKEN, startSandbox, type Fault, type Sandbox } from '../src/sandbox/sandbox.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { callTool, type RawResult } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

export let sandbox: Sandbox;

export let server: RunningServer;

export let elsewhere: DocumentHost;

export type Kind = Omit<Fault, 'path'>;

export const READ = 'list_projects';

export const CHANGE = 'create_project';

export const ARGUMENTS = { [READ]: { team_id: 1 }, [CHANGE]: { team_id: 1, name: 'Made in vain' } };

export const PROJECTS = '/api/v1/teams/1/projects';

export const call = (name: string, args: Record<string, unknown> = {}, options = {}) =>
  callTool(server.url, name, args, { token: ALICE_TOKEN, ...options });

export const textOf = ({ content }: RawResult) => content![0]!.text;

/** Calls a tool while its path misbehaves. */
export async function callWith(tool: typeof READ | typeof CHANGE, fault: Kind) {
  sandbox.flags.faults = [{ path: PROJECTS, ...fault }];
  const before = sandbox.requests.length;
  const result = await call(tool, ARGUMENTS[tool]);
  const attempts = sandbox.requests.slice(before).filter(({ path }) => path === PROJECTS);
  return { result, text: textOf(result), attempts };
}

export const json = { 'content-type': 'application/json' };

export const answering = (status: number, body: Kind['body'] = '', headers = {}): Kind => ({
  kind: 'status',
  status,
  body,
  headers: { ...json, ...headers },
});

/** Starts a server in front of a sandbox in which each test can cause faults. */
export function startUpstreamRig(): void {
  beforeAll(async () => {
    elsewhere = await startDocumentHost();
    sandbox = await startSandbox({ port: 0 });
    server = await startServer(sandbox.url, { UPSTREAM_TIMEOUT_MS: '1000' });
  });
  afterEach(async () => {
    sandbox.flags.faults = [];
    // A success, so that no test starts with the failures of the previous one.
    await until(async () => !(await call('list_teams')).isError);
  });
  afterAll(async () => {
    await server.stop();
    await sandbox.close();
    await elsewhere.close();
  });
}
