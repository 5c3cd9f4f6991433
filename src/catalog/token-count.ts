import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./count-tokens.js', import.meta.url));

/**
 * Counts the tokens of a text in the o200k encoding, in a process that ends with it.
 * @returns undefined where no process can be started; nobody is to fail for the lack of a number
 */
export async function countTokensApart(content: string): Promise<number | undefined> {
  try {
    const child = spawn(process.execPath, [PROGRAM], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
    });
    // The server does not wait for it when it shuts down.
    child.unref();
    child.on('error', () => {});
    child.stdin.on('error', () => {});
    child.stdin.end(content);
    const tokens = Number.parseInt(await text(child.stdout), 10);
    return Number.isNaN(tokens) ? undefined : tokens;
  } catch {
    return undefined;
  }
}
