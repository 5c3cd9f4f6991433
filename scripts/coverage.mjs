/**
 * Runs the tests and lists the lines that were not reached, neither by a spec in its own process nor by a server that
 * a test has started. `npm run coverage`, or `npm run coverage -- lists coerce` for some tests only.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import istanbul from 'istanbul-lib-coverage';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_SHOWN = 40;

/** Both map coverage back to src/: c8 for the programs in dist/, Jest for the specs. */
const C8 = words(`--temp-directory coverage/raw --reports-dir coverage/servers --reporter json
  --exclude-after-remap --include src/** --exclude **/*.spec.ts`);
const JEST = words(`--experimental-vm-modules --disable-warning=ExperimentalWarning
  node_modules/jest/bin/jest.js --coverage --coverageProvider=v8 --coverageReporters=json
  --coverageDirectory=coverage/specs --collectCoverageFrom=src/**/*.ts
  --collectCoverageFrom=!**/*.spec.ts`);

rmSync(new URL('../coverage', import.meta.url), { recursive: true, force: true });
// Not by its command's name, which Windows starts only in a shell.
const PROGRAM = ['node_modules/c8/bin/c8.js', ...C8, process.execPath, ...JEST];
const { status } = spawnSync(process.execPath, [...PROGRAM, ...process.argv.slice(2)], {
  cwd: ROOT,
  // V8's counts from there are less precise.
  env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  stdio: 'inherit',
});
const map = istanbul.createCoverageMap({});
for (const part of ['servers', 'specs']) map.merge(read(part));
report(map);
process.exitCode = status ?? 1;

function words(text) {
  return text.split(/\s+/);
}

function read(part) {
  const file = new URL(`../coverage/${part}/coverage-final.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function report(map) {
  const files = map.files().map((file) => {
    const coverage = map.fileCoverageFor(file);
    const lines = coverage.getUncoveredLines().map(Number);
    return { file: relative(ROOT, file), lines, percent: coverage.toSummary().lines.pct };
  });
  const worst = files
    .filter(({ lines }) => lines.length > 0)
    .toSorted((one, other) => other.lines.length - one.lines.length);
  console.log('\nLINES NOT REACHED');
  for (const { file, lines, percent } of worst.slice(0, MOST_SHOWN)) {
    console.log(`${String(lines.length).padStart(5)}  ${file} (${percent} %): ${ranges(lines)}`);
  }
  const { lines } = map.getCoverageSummary();
  console.log(`${lines.covered} of ${lines.total} lines reached, ${lines.pct} %`);
}

/** `3-5, 9` for 3, 4, 5 and 9. */
function ranges(lines) {
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && last.to === line - 1) last.to = line;
    else found.push({ from: line, to: line });
  }
  return found.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(', ');
}
