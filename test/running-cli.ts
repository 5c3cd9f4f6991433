import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { builtProgram, INHERITED } from './running-server.js';

const CLI = builtProgram('cli');

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the built `bullet-train-mcp`, with only these variables. */
export function startCli(
  args: readonly string[],
  variables: Record<string, string> = {},
  folder = fileURLToPath(new URL('.', import.meta.url)),
) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...INHERITED, NO_COLOR: '1', ...variables },
    cwd: folder,
    // A program that does not end as expected is killed.
    timeout: 25_000,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]): Outcome => ({
    code: code as number | null,
    ...output,
  }));
  return { child, output, ended };
}

/** Runs it to its end. */
export function runCli(...given: Parameters<typeof startCli>): Promise<Outcome> {
  return startCli(...given).ended;
}
