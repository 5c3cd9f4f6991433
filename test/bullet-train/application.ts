import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SET_UP = fileURLToPath(new URL('./set-up.sh', import.meta.url));
const SOURCE = fileURLToPath(new URL('./application', import.meta.url));
const START_MS = 120_000;
const STOP_MS = 10_000;

export interface ApplicationOptions {
  port: number;
  /** The address to listen on. */
  host?: string;
  environment?: 'development' | 'production';
  /** Its BASE_URL: the address at which people reach it. */
  baseUrl?: string | undefined;
  /** `factory_bot_rails` only in development and test, as in the starter template. */
  stockGemfile?: boolean;
  doorkeeper?: 5 | 6;
  refreshTokens?: boolean;
  /** The columns of the grants table that PKCE needs. */
  pkce?: boolean;
  /** The redirect URIs of its Platform Application. */
  redirectUris?: string[] | undefined;
  /** Called with each line of its log; without it the log is kept and not shown. */
  onOutput?: ((text: string) => void) | undefined;
}

export interface RunningApplication {
  url: string;
  /** Everything that it and its database have printed so far. */
  log(): string;
  /** Runs an SQL statement in its database; returns the rows as lines, with columns separated by `|`. */
  query(sql: string): string;
  /** Stops both and removes their data. */
  stop(): Promise<void>;
  /** Resolves when it has ended by itself. */
  ended: Promise<unknown>;
}

/** Sets up the chroot and the gems if they are missing. @throws {Error} with the reason when that fails. */
export function setUp(): { root: string; gems: string } {
  const { stdout, status } = spawnSync('bash', [SET_UP], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('the Bullet Train application could not be set up: see above');
  const [root = '', gems = ''] = stdout.trim().split('\n').slice(-2);
  return { root, gems };
}

/** Starts the Bullet Train application with a new database, and waits until it answers. */
export async function startApplication(options: ApplicationOptions): Promise<RunningApplication> {
  const { root, gems } = setUp();
  const name = `run-${process.pid}-${options.port}`;
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  cpSync(SOURCE, join(folder, 'application'), { recursive: true });

  let output = '';
  const children: ChildProcess[] = [];
  const start = (user: string, command: string, variables: Record<string, string>) => {
    const child = runInRoot(root, user, command, { ...variables, BUNDLE_PATH: gems });
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      options.onOutput?.(chunk.toString());
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children.toReversed()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const database = start('postgres', databaseCommand(root, `/${name}/database`), {});
    await until(
      () => existsSync(join(folder, 'database/.s.PGSQL.5432')),
      database,
      () => output,
    );
    const server = start(
      'root',
      `cd /${name}/application && exec bundle exec ruby bin/serve`,
      variablesOf(options, `/${name}`),
    );
    const url = `http://localhost:${options.port}`;
    await until(
      () => answers(`${url}/users/sign_in`),
      server,
      () => output,
    );
    const ended = Promise.race([once(server, 'exit'), once(database, 'exit')]);
    const query = (sql: string) => {
      const where = [
        '-h',
        `/${name}/database`,
        '-U',
        'postgres',
        '-v',
        'ON_ERROR_STOP=1',
        '-qAt',
        'harbour',
      ];
      const { status, stdout, stderr } = spawnSync('chroot', [root, 'psql', ...where, '-c', sql], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${sql}: ${stderr}`);
      return stdout.trimEnd();
    };
    return { url, log: () => output, query, stop, ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

function variablesOf(options: ApplicationOptions, folder: string): Record<string, string> {
  const { port, host = '127.0.0.1', environment = 'development' } = options;
  return {
    PORT: String(port),
    BIND: host,
    RAILS_ENV: environment,
    BASE_URL: options.baseUrl ?? `http://localhost:${port}`,
    DATABASE_URL: `postgresql:///harbour?host=${folder}/database&user=postgres`,
    STORAGE_ROOT: `${folder}/storage`,
    BUNDLE_FROZEN: 'true',
    BUNDLE_GEMFILE: `${folder}/application/${options.doorkeeper === 6 ? 'gemfiles/doorkeeper_6.rb' : 'Gemfile'}`,
    REDIRECT_URIS: (options.redirectUris ?? ['http://localhost:3001/oauth/callback']).join(','),
    ...(options.stockGemfile && { STOCK_GEMFILE: 'true' }),
    ...(options.refreshTokens && { REFRESH_TOKENS: 'true' }),
    ...(options.pkce && { PKCE: 'true' }),
  };
}

/** A separate cluster without a port: it is reached only by its socket and keeps nothing. */
function databaseCommand(root: string, folder: string): string {
  const programs = '$(echo /usr/lib/postgresql/*/bin)';
  mkdirSync(join(root, folder));
  spawnSync('chroot', [root, 'chown', 'postgres', folder]);
  const settings = ['listen_addresses=', 'fsync=off', 'dynamic_shared_memory_type=mmap'];
  return [
    `${programs}/initdb -D ${folder}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null`,
    `exec ${programs}/postgres -D ${folder}/data -k ${folder} ${settings.map((setting) => `-c ${setting}`).join(' ')}`,
  ].join(' && ');
}

/** Ends with this process, however that ends. A separate process group, so that Ctrl-C does not end both at once. */
function runInRoot(
  root: string,
  user: string,
  command: string,
  variables: Record<string, string>,
): ChildProcess {
  const identity = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--pdeathsig=INT'];
  return spawn('chroot', [root, 'setpriv', ...identity, 'sh', '-c', command], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      LANG: 'C.UTF-8',
      SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
      ...variables,
    },
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'manual' }).then(
    (response) => response.body?.cancel().then(() => true) ?? true,
    () => false,
  );
}

async function until(
  isTrue: () => boolean | Promise<boolean>,
  child: ChildProcess,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await isTrue())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`the Bullet Train application did not start:\n${output().slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** SIGINT is a fast shutdown for PostgreSQL, and also stops Puma. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(timer);
}
