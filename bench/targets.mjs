// The targets for the measured figures, as ratios within one run. The more expensive of the two revisions counts.

/**
 * @returns [{ target, bound, value, unit, met }]; without a value if the measurement was skipped, and without `met` if
 *   nothing is promised
 */
export function judge({ cases, firstCalls = [], pace = [], starts, memory, workers }) {
  const cpu = (server, operation, document) => dearest(cases, { server, operation, document });
  const steady = (operation, server, document = 'starter') =>
    cpu('ours', operation, document) / cpu(server, operation, document);
  const alone = (operation, server) =>
    cpu('framework', operation, 'starter') / cpu(server, operation, 'starter');
  const first = (operation) =>
    dearestOf(firstCalls, { server: 'ours', operation }, ({ all }) => all.median) /
    dearestOf(firstCalls, { server: 'ivotoby', operation }, ({ all }) => all.median);
  const latency = (server) => dearestOf(pace, { server }, ({ ms }) => ms.median);
  const beyond = (server) => latency(server) - latency('application');
  const start = (server) =>
    starts.find((one) => one.server === server && one.document === '550')?.ms.median;
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
    atMost(
      1,
      '×',
      'start to first list, 550 operations, against ivotoby',
      start('ours') / start('ivotoby'),
    ),
    atMost(130, ' MB', 'memory idle for four minutes, 550 operations', ofOurs?.idleMb),
    atMost(
      1.5,
      '×',
      `memory after ${ofOurs?.calls.toLocaleString('en') ?? 'many'} calls, against idle`,
      ofOurs?.afterMb / ofOurs?.idleMb,
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

function costOfSealing(cases) {
  const ofRecord = cases.filter(
    (one) =>
      one.server === 'ours' &&
      one.operation === 'get' &&
      one.protocol === 'modern' &&
      one.connections === 10 &&
      one.document === 'starter',
  );
  const raw = ofRecord.find(({ isRaw }) => isRaw)?.cpuMs;
  const sealed = ofRecord.find(({ isRaw }) => !isRaw)?.cpuMs;
  return sealed && raw && sealed.median - raw.median;
}

function dearest(cases, wanted) {
  return dearestOf(
    cases.filter(({ connections, isRaw }) => connections === 10 && !isRaw),
    wanted,
    ({ cpuMs }) => cpuMs.median,
  );
}

function dearestOf(rows, wanted, valueOf) {
  const found = rows.filter((row) =>
    Object.entries(wanted).every(([key, value]) => row[key] === value),
  );
  return found.length > 0 ? Math.max(...found.map(valueOf)) : undefined;
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
