// The targets for the measured figures, as ratios within one run. The more expensive of the two revisions counts.
import { medianOf } from './statistics.mjs';

/**
 * @returns [{ target, bound, value, unit, met }]; without a value if the measurement was skipped, and without `met` if
 *   nothing is promised
 */
export function judge({ cases, firstCalls = [], pace = [], starts, memory, workers }) {
  const tenConnections = cases.filter(({ connections, isRaw }) => connections === 10 && !isRaw);
  const compare = (ours, other, operation, document = 'starter') =>
    ratio(tenConnections, [ours, other], { operation, document }, ({ cpuMs }) => cpuMs);
  const steady = (operation, other, document) => compare('ours', other, operation, document);
  const alone = (operation, other) => compare('framework', other, operation);
  const first = (operation) =>
    ratio(firstCalls, ['ours', 'ivotoby'], { operation }, ({ all }) => all);
  const latency = (server) => greatest(pick(pace, { server }).map(({ ms }) => ms.median));
  const beyond = (server) => latency(server) - latency('application');
  const start = ratio(starts, ['ours', 'ivotoby'], { document: '550' }, ({ ms }) => ms);
  const ofOurs = memory.find(({ server }) => server === 'ours');
  return [
    atMost(0.5, '×', 'a page of 25 records, steady, against ivotoby', steady('page', 'ivotoby')),
    atMost(1.7, '×', 'a page of 25 records, steady, against the floor', steady('page', 'floor')),
    atMost(0.45, '×', 'one record, steady, against ivotoby', steady('get', 'ivotoby')),
    atMost(1.6, '×', 'one record, steady, against the floor', steady('get', 'floor')),
    atMost(0.8, '×', 'calls 1–1,000 of a page, against ivotoby', first('page')),
    atMost(0.8, '×', 'calls 1–1,000 of one record, against ivotoby', first('get')),
    atMost(
      0.5,
      '×',
      'one call a second, latency beyond the application’s, against ivotoby',
      beyond('ours') / beyond('ivotoby'),
    ),
    atMost(0.03, ' ms', 'a sealed token, CPU beyond a raw one', costOfSealing(cases)),
    atMost(0.6, '×', 'the list of the starter, against ivotoby', steady('list', 'ivotoby')),
    atMost(0.05, '×', 'a list of 550 tools, against ivotoby', steady('list', 'ivotoby', '550')),
    atMost(1, '×', 'start to first list, 550 operations, against ivotoby', start),
    atMost(130, ' MB', 'memory idle for four minutes, 550 operations', ofOurs?.idleMb.median),
    atMost(
      1.5,
      '×',
      `memory after ${ofOurs?.calls.toLocaleString('en') ?? 'many'} calls, against idle`,
      ofOurs?.afterMb / ofOurs?.idleMb.samples[0],
    ),
    atLeast(1.6, 'two workers on two cores, calls a second, against one', workers?.perCore.median),
    compared('the framework alone: a page, against ivotoby', alone('page', 'ivotoby')),
    compared('the framework alone: a page, against the floor', alone('page', 'floor')),
    compared('the framework alone: one record, against ivotoby', alone('get', 'ivotoby')),
    compared('the framework alone: one record, against the floor', alone('get', 'floor')),
    compared(
      'the framework alone: one call a second, against ivotoby',
      beyond('framework') / beyond('ivotoby'),
    ),
  ];
}

/** In the same process and round, with a sealed token and with a raw one. */
function costOfSealing(cases) {
  const ofRecord = pick(cases, {
    server: 'ours',
    operation: 'get',
    protocol: 'modern',
    connections: 10,
    document: 'starter',
  });
  const raw = ofRecord.find(({ isRaw }) => isRaw)?.cpuMs.samples;
  const sealed = ofRecord.find(({ isRaw }) => !isRaw)?.cpuMs.samples;
  return sealed && raw && medianOf(sealed.map((ms, round) => ms - raw[round]));
}

/**
 * Compares two servers round by round, because a disturbance affects both.
 * @returns the median ratio, of the first server's most expensive revision; undefined if one was not measured
 */
function ratio(rows, [server, other], wanted, valueOf) {
  const [against] = pick(rows, { ...wanted, server: other });
  if (!against) return undefined;
  const { samples } = valueOf(against);
  const found = pick(rows, { ...wanted, server });
  return greatest(
    found.map((row) =>
      medianOf(valueOf(row).samples.map((value, round) => value / samples[round])),
    ),
  );
}

/** @returns the greatest value; undefined of none */
export function greatest(values) {
  return values.length > 0 ? Math.max(...values) : undefined;
}

/** @returns the rows that have these values */
export function pick(rows, wanted) {
  return rows.filter((row) => Object.entries(wanted).every(([key, value]) => row[key] === value));
}

function atMost(bound, unit, target, value) {
  return judged({ target, bound: `at most ${bound}${unit}`, unit }, value, value <= bound);
}

function atLeast(bound, target, value) {
  return judged({ target, bound: `at least ${bound}×`, unit: '×' }, value, value >= bound);
}

/** What nobody has promised, to judge the targets by. */
function compared(target, value) {
  return judged({ target, bound: '', unit: '×' }, value);
}

function judged(what, value, met) {
  return Number.isFinite(value) ? { ...what, value, met } : what;
}
