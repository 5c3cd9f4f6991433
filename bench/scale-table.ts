import {
  ASSUMED,
  firstLimits,
  planFor,
  type Assumed,
  type Measured,
  type Plan,
} from './scale-model.ts';

export const PEOPLE = [100, 10_000, 1_000_000];

const count = (value: number) => Math.round(value).toLocaleString('en');
const some = (value: number) => (value < 10 ? value.toFixed(1) : count(value));

const ROWS: [string, (plan: Plan) => string][] = [
  ['active at once', ({ active }) => count(active)],
  ['calls a second', ({ callsPerSecond }) => some(callsPerSecond)],
  ['replicas of this server', ({ replicas }) => count(replicas)],
  ['… their CPU, cores', ({ cores }) => (cores < 0.1 ? '< 0.1' : some(cores))],
  ['… their memory', ({ memoryMb }) => `${count(memoryMb)} MB`],
  ['token checks a second', ({ checksPerSecond }) => some(checksPerSecond)],
  ['Puma processes of five threads', ({ pumas }) => count(pumas)],
  ['`UPSTREAM_CONNECTIONS` of a replica', ({ upstreamConnections }) => count(upstreamConnections)],
  [
    'one Redis, busy',
    ({ redisShare }) => (redisShare < 0.01 ? '< 1 %' : `${count(redisShare * 100)} %`),
  ],
  [
    'all active people call at once: last response after',
    ({ burstSeconds }) => `${some(burstSeconds)} s`,
  ],
];

/** @returns the tables of docs/deploying.md, as Markdown */
export function writeScaleTables(
  measured: Measured,
  assumed: Assumed = ASSUMED,
  people: readonly number[] = PEOPLE,
): string {
  const plans = people.map((number) => planFor(number, measured, assumed));
  const limits = firstLimits(measured, assumed);
  return [
    row(['people', ...people.map(count)]),
    row(Array(people.length + 1).fill('---')),
    ...ROWS.map(([name, show]) => row([name, ...plans.map(show)])),
    '',
    row(['what runs out first', 'people']),
    row(['---', '---']),
    ...limits.map(([what, number]) => row([what, count(roundTo2(number))])),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Rounds to two significant digits: more would claim too much precision. */
function roundTo2(value: number): number {
  return Number(value.toPrecision(2));
}
