// The figures as tables for the terminal.

const NAMES = {
  ours: 'bullet-train-mcp',
  search: 'bullet-train-mcp, search mode',
  ivotoby: '@ivotoby/openapi-mcp-server',
  quiet: '@ivotoby/openapi-mcp-server, VERBOSE=false',
  sdk: 'bare SDK',
  framework: 'Nest, Express and undici alone',
  floor: 'bare node:http',
  application: 'the application itself',
};
const PROTOCOLS = {
  modern: '2026-07-28',
  handshake: '2025-11-25',
  session: 'sessions',
  api: 'API',
};
const OPERATIONS = {
  list: 'tools/list',
  get: 'one record',
  page: 'a page of 25 records',
  wide: 'a page of 25 records of 5 KB',
  fields: 'two fields of 25 records',
  many: '200 records',
  create: 'a new record',
  search: 'find_operations',
};

export function nameOf({ server, protocol, isRaw }) {
  const name = protocol ? `${NAMES[server]}, ${PROTOCOLS[protocol]}` : NAMES[server];
  return isRaw ? `${name}, raw token` : name;
}

export function printCases(cases) {
  const [{ operation, document, connections }] = cases;
  const title = `${OPERATIONS[operation]}; ${document}, ${connections} connections`;
  printTable(
    [title, 'CPU ms/request', '(min–max)', 'after a pause', 'requests/s', 'p50 ms', 'p99 ms'],
    cases.map(({ cpuMs, resumedMs, perSecond, p50, p99, ...one }) => [
      nameOf(one),
      cpuMs.median.toFixed(3),
      rangeOf(cpuMs, 3),
      resumedMs.median.toFixed(3),
      perSecond.median.toFixed(0),
      p50.median.toFixed(2),
      p99.median.toFixed(2),
    ]),
  );
}

/** The cost of a process's first thousand calls, by operation. */
export function printFirstCalls(cases) {
  for (const [operation, rows] of Map.groupBy(cases, (one) => one.operation)) {
    printTable(
      [
        `${OPERATIONS[operation]} after a start, CPU ms a call`,
        '1–100',
        '(min–max)',
        '101–1,000',
        '(min–max)',
        'all, and the pause behind',
      ],
      rows.map(({ first, next, all, ...one }) => [
        nameOf(one),
        first.median.toFixed(2),
        rangeOf(first, 2),
        next.median.toFixed(2),
        rangeOf(next, 2),
        all.median.toFixed(2),
      ]),
    );
  }
}

export function printPace(cases) {
  const [{ operation, ms: application }] = cases;
  printTable(
    [
      `${OPERATIONS[operation]}, one call a second, ms`,
      'median',
      '(min–max)',
      'beyond the application',
    ],
    cases.map(({ ms, ...one }) => [
      nameOf(one),
      ms.median.toFixed(2),
      rangeOf(ms, 2),
      (ms.median - application.median).toFixed(2),
    ]),
  );
}

export function printStarts(starts) {
  printTable(
    ['start to first tools/list', 'document', 'ms', '(min–max)'],
    starts.map(({ ms, document, ...one }) => [
      nameOf(one),
      document,
      ms.median.toFixed(0),
      rangeOf(ms, 0),
    ]),
  );
}

export function printMemory(memory) {
  if (memory.length === 0) return;
  printTable(
    ['resident memory, MB', 'document', 'started', 'idle', '(min–max)', 'after', 'calls'],
    memory.map(({ document, startedMb, idleMb, afterMb, calls, ...one }) => [
      nameOf(one),
      document,
      startedMb.median.toFixed(0),
      idleMb.median.toFixed(0),
      rangeOf(idleMb, 0),
      afterMb.toFixed(0),
      calls.toLocaleString('en'),
    ]),
  );
}

function rangeOf({ min, max }, digits) {
  return `${min.toFixed(digits)}–${max.toFixed(digits)}`;
}

export function printWorkers(workers) {
  if (!workers) return;
  const show = ({ median, min, max }) => [median, min, max].map((value) => `${value.toFixed(2)}×`);
  printTable(
    ['two workers against one, calls a second', '', 'min', 'max'],
    [
      ['as if each worker had a core', ...show(workers.perCore)],
      ['by the clock, on this machine', ...show(workers.wall)],
    ],
  );
}

const DIGITS = { '×': 2, ' ms': 3, ' MB': 0 };

export function printTargets(targets) {
  printTable(['target', '', 'measured', ''], targets.map(formatTarget));
}

/** @returns the cells of a target's row */
export function formatTarget({ target, bound, value, unit, met }) {
  return [
    target,
    bound,
    value === undefined ? 'not measured' : `${value.toFixed(DIGITS[unit])}${unit}`,
    value === undefined || met === undefined ? '' : met ? '✓' : '✗',
  ];
}

export function printTable(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join('  ')
      .trimEnd();
  console.log(`\n${[line(head), widths.map((width) => '─'.repeat(width)).join('  ')].join('\n')}`);
  for (const row of rows) console.log(line(row));
}
