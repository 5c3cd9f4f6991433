import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.js';
import {
  ALICE_EMAIL,
  ALICE_TOKEN,
  BOB_EMAIL,
  BOB_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  PASSWORD,
} from './seed.js';
import { readSettings } from './settings.js';

/** Starts the sandbox with the settings of the environment, and prints where it is; SIGINT and SIGTERM end it. */
export async function runSandbox(): Promise<void> {
  try {
    const sandbox = await start(readSettings());
    console.log(greeting(sandbox));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** @throws {Error} with a message that names the variable to change */
async function start(settings: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(settings);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const { port, host } = settings;
    if (code === 'EADDRINUSE') {
      throw new Error(`SANDBOX_PORT: port ${port} is taken; choose another`, { cause: error });
    }
    if (code === 'EACCES') {
      throw new Error(`SANDBOX_PORT: no permission to listen on ${port}`, { cause: error });
    }
    throw new Error(`SANDBOX_HOST: cannot listen on ${host} (${String(code)})`, { cause: error });
  }
}

function greeting({ url }: Sandbox): string {
  return `Sandbox, a stand-in Bullet Train application: ${url}
  sign in as    ${ALICE_EMAIL} or ${BOB_EMAIL}, password ${PASSWORD}
  their tokens  ${ALICE_TOKEN}, ${BOB_TOKEN}
  application   client ID ${CLIENT_ID}, secret ${CLIENT_SECRET}
  document      ${url}/api/v1/openapi.yaml`;
}
