// Measures the cost of a call: this server, others and the bare minimum, in turn, with the same application and
// client. Usage: npm run bench -- [--quick] [--only ours,ivotoby] [--node BINARY] [--out FILE.json]
// [--write]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchDocument } from './bench-document.mjs';
import { documentOf } from './documents.mjs';
import { startClient } from './load.mjs';
import { FULL, QUICK } from './plans.mjs';
import { printMemory, printStarts, printTargets, printWorkers } from './report.mjs';
import { installPeers, SERVERS } from './servers.mjs';
import { judge } from './targets.mjs';
import { writeResults } from './write-results.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    node: { type: 'string', default: process.execPath },
    out: { type: 'string', default: here('results/latest.json') },
    write: { type: 'boolean', default: false },
  },
});
const plan = options.quick ? QUICK : FULL;
const chosen = options.only?.split(',') ?? plan.servers;
const unknown = chosen.filter((name) => !SERVERS[name]);
if (unknown.length > 0) {
  console.error(`--only knows ${Object.keys(SERVERS).join(', ')}; not ${unknown.join(', ')}`);
  process.exit(2);
}

const { node } = options;
const directory = mkdtempSync(join(tmpdir(), 'bench-'));
const client = startClient();
const results = { cases: [], starts: [], memory: [] };

try {
  if (chosen.some((name) => name === 'ivotoby' || name === 'quiet')) installPeers();
  // The compiled code of first calls, as the image has it.
  execFileSync(node, [here('../scripts/first-calls.mjs')], { cwd: here('..') });
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const plain = `${plan.rounds} rounds of ${plan.seconds} s each, medians; servers on Node ${version}`;
  console.log(`${plain}, ${cpus().length} × ${cpus()[0]?.model}`);
  for (const name of documentsOf(plan)) {
    const document = documentOf(name, directory);
    await benchDocument({ document, directory, node }, { client, plan, chosen }, results);
  }
  const targets = judge(results);
  printStarts(results.starts);
  printMemory(results.memory);
  printWorkers(results.workers);
  printTargets(targets);
  mkdirSync(dirname(options.out), { recursive: true });
  const about = { node: version, date: new Date().toISOString(), plan };
  const written = { ...about, ...results, targets };
  writeFileSync(options.out, `${JSON.stringify(written, null, 2)}\n`);
  if (options.write) writeResults(written);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  client.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** The starter first: in an object, keys that are numbers come before others. */
function documentsOf({ documents }) {
  return Object.keys(documents).toSorted((a, b) => Number(/^\d/.test(a)) - Number(/^\d/.test(b)));
}
