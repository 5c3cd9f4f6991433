import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GUIDE = readFileSync(join(ROOT, 'docs/adding-a-feature.md'), 'utf8');
const PATCHES = [...GUIDE.matchAll(/^```diff\n(.*?)^```$/gms)].map(([, patch]) => patch!);
const COPIED = ['.env.example', 'docker-compose.yml', 'jest.config.js', 'package.json', 'src'];
const JEST_MS = 300_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guide-'));
  const configs = ['tsconfig.json', 'tsconfig.build.json', 'tsconfig.test.json'];
  const ofJest = ['test/longest-first.mjs', 'test/plain-environment.mjs'];
  for (const name of [...COPIED, ...configs, ...ofJest]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Applies the patches of the guide as its reader does. */
function apply(patches: string[]): void {
  expect(patches.length).toBeGreaterThan(0);
  for (const patch of patches) {
    execFileSync('git', ['apply'], {
      cwd: folder,
      input: patch,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
  }
}

/** The command that the guide gives. */
function runTests() {
  const [, args = ''] = /^npm run test:unit -- (.*)$/m.exec(GUIDE)!;
  const command = ['run', '--silent', 'test:unit', '--', ...args.split(' '), '--json'];
  const { stdout } = spawnSync('npm', command, { cwd: folder, encoding: 'utf8' });
  return JSON.parse(stdout) as {
    numFailedTests: number;
    numPassedTests: number;
    numRuntimeErrorTestSuites: number;
    testResults: { assertionResults: { failureMessages: string[] }[] }[];
  };
}

it(
  'the guide’s tests fail at their assertions, and the rest of it makes them pass',
  () => {
    const isSpec = (patch: string) => /^\+\+\+ .*\.spec\.ts$/m.test(patch);
    apply(PATCHES.filter(isSpec));
    const red = runTests();
    const failures = red.testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ failureMessages }) => failureMessages),
    );
    expect(red).toMatchObject({ numFailedTests: 2, numRuntimeErrorTestSuites: 0 });
    for (const failure of failures) expect(failure).toContain('expect(');

    apply(PATCHES.filter((patch) => !isSpec(patch)));
    const green = runTests();
    expect(green).toMatchObject({ numFailedTests: 0, numRuntimeErrorTestSuites: 0 });
    expect(green.numPassedTests).toBe(red.numPassedTests + 2);
  },
  JEST_MS,
);
