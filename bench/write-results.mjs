// Writes the figures of a full run into README.md, bench/README.md, bench/chart.svg and bench/measured.json.
// Usage: npm run bench -- --write, or for a run that is over: node bench/write-results.mjs [--from FILE.json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawChart } from './chart.mjs';
import { readMeasured } from './read-measured.mjs';
import { formatTarget } from './report.mjs';
import { greatest, pick } from './targets.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SERVERS = ['ours', 'ivotoby', 'floor'];
/** What stands between these comments is written here. */
const RESULTS = /(<!-- results[^>]*-->\n)[\s\S]*?(<!-- \/results -->)/;

/** @param results what run.mjs has written; without a full run's memory nothing is written of it */
export function writeResults(results) {
  const { node, date, plan, cases, memory } = results;
  const length = memory.length > 0 ? 'a full run' : 'a quick run';
  const about = (more) =>
    `Ten connections, ${length} of ${date.slice(0, 10)} on Node ${node.replace('v', '')}; medians of ${plan.rounds} rounds.${more}`;
  replaceResults('../README.md', [
    ...summaryOf(results),
    '',
    about(' [The bench](bench/README.md) has the rest.'),
  ]);
  replaceResults('README.md', [...targetsOf(results), '', about('')]);
  if (memory.length === 0) return;
  writeFileSync(here('chart.svg'), drawChart(cases));
  writeFileSync(here('measured.json'), `${JSON.stringify(readMeasured(results), null, 2)}\n`);
}

function replaceResults(file, lines) {
  const text = readFileSync(here(file), 'utf8');
  writeFileSync(
    here(file),
    text.replace(RESULTS, (_all, begin, end) => `${begin}\n${lines.join('\n')} ${end}`),
  );
}

function summaryOf({ cases, firstCalls }) {
  const worst = (rows, wanted, valueOf) => greatest(pick(rows, wanted).map(valueOf));
  const cpu = (operation, document) => (server) =>
    worst(
      cases.filter(({ isRaw }) => !isRaw),
      { server, operation, document, connections: 10 },
      (one) => one.cpuMs.median,
    );
  const rows = [
    ['a page of 25 records', cpu('page', 'starter')],
    ['one record', cpu('get', 'starter')],
    [
      'one of the first 1,000 pages after a start',
      (server) => worst(firstCalls, { server, operation: 'page' }, ({ all }) => all.median),
    ],
  ];
  return [
    '| CPU, ms | this server | `@ivotoby/openapi-mcp-server` | a bare proxy |',
    '| --- | --- | --- | --- |',
    ...rows.map(([name, valueOf]) => {
      const cells = SERVERS.map((server) => valueOf(server)?.toFixed(2) ?? '');
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
  ];
}

function targetsOf({ targets }) {
  return [
    '| target | | measured | |',
    '| --- | --- | --- | --- |',
    ...targets.map((target) => `| ${formatTarget(target).join(' | ')} |`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { from: { type: 'string', default: here('results/latest.json') } },
  });
  if (!existsSync(values.from)) {
    console.error(`There is no ${values.from}: npm run bench writes it`);
    process.exit(1);
  }
  writeResults(JSON.parse(readFileSync(values.from, 'utf8')));
}
