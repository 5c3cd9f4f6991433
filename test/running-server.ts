import { spawn, type StdioOptions } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { plant, secretsIn } from './secrets.ts';

/** What is shipped; coverage is of the compiler's output, whose maps lead to src/. */
const BUILT = process.env['NODE_V8_COVERAGE'] ? '../dist/' : '../dist/bundle/';
/** @returns where the program `main` or `cli` is */
export const builtProgram = (name: string) =>
  fileURLToPath(new URL(`${BUILT}${name}.js`, import.meta.url));

const PROGRAM = builtProgram('main');
/** The same program as separate modules, as `nest start` runs it: a test can replace them. */
export const UNBUNDLED = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The variables that a program needs to run, and to record its coverage (`npm run coverage`). */
export const INHERITED = {
  PATH: process.env['PATH'],
  NODE_V8_COVERAGE: process.env['NODE_V8_COVERAGE'],
  NODE_DISABLE_COMPILE_CACHE: process.env['NODE_DISABLE_COMPILE_CACHE'],
};

export interface RunningServer {
  url: string;
  pid: number;
  /** Everything it has printed so far. */
  log(): string;
  /** Its exit code, when it has ended. */
  exited: Promise<number | null>;
  stop(): Promise<number | null>;
}

/** Above the ports that `fetch` refuses (Fetch Standard, "bad port"), of which 10080 is the last. */
const FIRST_PORT = 11_000;
/** The system gives ports from here on to connections too: one could be taken before a server starts on it. */
const END_OF_PORTS = 32_768;

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, END_OF_PORTS);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Variables whose values must not be printed. */
const SECRET_VARIABLES = ['BULLET_TRAIN_CLIENT_SECRET', 'OAUTH_SECRET', 'REDIS_URL'];

/**
 * Runs the built program as an operator does, with only these variables. Stopping it fails when it has printed
 * a secret that the tests know.
 */
export function runProgram(
  variables: Record<string, string>,
  { stdio = 'pipe', program = PROGRAM }: { stdio?: StdioOptions; program?: string } = {},
) {
  for (const name of SECRET_VARIABLES) plant(...(variables[name] ?? '').split(/[,@]/));
  const child = spawn(process.execPath, [program], {
    env: { ...INHERITED, NO_COLOR: '1', ...variables },
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio,
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => {
    const secrets = secretsIn(output);
    if (secrets.length > 0) throw new Error(`the log holds secrets: ${secrets.join(', ')}`);
    return code as number | null;
  });
  return { child, exited, output: () => output };
}

/** Starts the built server in front of an application and waits until it listens. */
export async function startServer(
  applicationUrl: string,
  variables: Record<string, string> = {},
  program = PROGRAM,
): Promise<RunningServer> {
  const port = variables['SERVER_PORT'] ?? (await freePort());
  const { child, exited, output } = runProgram(
    {
      SERVER_PORT: String(port),
      SERVER_HOST: '127.0.0.1',
      BULLET_TRAIN_BASE_URL: applicationUrl,
      ...variables,
    },
    { program },
  );
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the server did not start:\n${output()}`);
    return /Tools: /.test(output());
  });
  return {
    url: `http://localhost:${port}`,
    pid: child.pid!,
    log: output,
    exited,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Waits until a condition holds, for at most 40 s; looks every 20 ms at first, and less often the longer it takes. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await isTrue())) {
    const waited = Date.now() - began;
    if (waited > 40_000) throw new Error('waited 40 s in vain');
    const pause = Math.min(Math.max(20, waited / 20), 100);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
