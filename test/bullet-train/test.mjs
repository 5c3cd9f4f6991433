/**
 * Runs the tests, each with its own Bullet Train application; the last line is "N passed, N failed". If none can
 * be set up, it says why.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const local = (path) => fileURLToPath(new URL(path, import.meta.url));
const JEST = local('../../node_modules/jest/bin/jest.js');
const folder = mkdtempSync(join(tmpdir(), 'mcp-bullet-train-'));
const outputFile = join(folder, 'jest.json');

try {
  process.exitCode = run();
} finally {
  rmSync(folder, { recursive: true });
}

function run() {
  // Set up once, before the tests need it at the same time.
  const setUp = spawnSync('bash', [local('./set-up.sh')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (setUp.status !== 0) {
    console.log('0 passed, 1 failed');
    return 1;
  }
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const config = ['--config', local('./jest.config.js'), '--json', '--outputFile', outputFile];
  spawnSync(process.execPath, [...options, JEST, ...config, ...process.argv.slice(2)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // The clients must accept the tests' own certificates.
    env: { ...process.env, CI: 'true', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
  });
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
    readFileSync(outputFile, 'utf8'),
  );
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  if (numPendingTests > 0) console.log(`${numPendingTests} skipped`);
  console.log(`${numPassedTests} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
