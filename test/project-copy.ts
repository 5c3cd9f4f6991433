import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INHERITED } from './running-server.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const COPIED = [
  'package.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'scripts',
  'dist',
];
/** Builds are slow while other tests run. */
export const DEADLINE_MS = 180_000;

/** A copy of the project, because most of its scripts build, and other tests run this folder's build. */
export class ProjectCopy {
  readonly directory = mkdtempSync(join(tmpdir(), 'project-'));
  private readonly started: ChildProcess[] = [];

  constructor() {
    for (const name of COPIED) {
      cpSync(join(PROJECT, name), join(this.directory, name), { recursive: true });
    }
    symlinkSync(join(PROJECT, 'node_modules'), join(this.directory, 'node_modules'));
  }

  /** Starts `npm run …` in a separate process group, as a terminal makes one. */
  run(args: string[], variables: Record<string, string>) {
    const child = spawn('npm', ['run', ...args], {
      cwd: this.directory,
      env: { ...INHERITED, HOME: this.directory, ...variables },
      detached: true,
    });
    this.started.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    return { pid: child.pid!, output: () => output };
  }

  /** Gives one of package.json's scripts another command. */
  replaceScript(name: string, command: string): void {
    const file = join(this.directory, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { scripts: Record<string, string> };
    manifest.scripts[name] = command;
    writeFileSync(file, JSON.stringify(manifest));
  }

  remove(): void {
    // What a failed test has left.
    for (const { pid } of this.started) {
      try {
        process.kill(-pid!, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    }
    rmSync(this.directory, { recursive: true });
  }
}

export async function waitFor(isTrue: () => Promise<boolean>, what: () => string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain:\n${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
