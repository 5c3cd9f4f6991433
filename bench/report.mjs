// The figures as tables for the terminal.

const NAMES = {
  ours: 'bullet-train-mcp',
  search: 'bullet-train-mcp, search mode',
  ivotoby: '@ivotoby/openapi-mcp-server',
  quiet: '@ivotoby/openapi-mcp-server, VERBOSE=false',
  sdk: 'bare SDK',
  floor: 'bare node:http',
};
const PROTOCOLS = {
  modern: '2026-07-28',
  handshake: '2025-11-25',
  sealed: '2026-07-28, sealed token',
  session: 'sessions',
  api: 'API',
};
const OPERATIONS = {
  list: 'tools/list',
  get: 'tools/call, one record',
  rows: 'tools/call, 25 records',
  create: 'tools/call, a new record',
};

export function nameOf({ server, protocol }) {
  return protocol ? `${NAMES[server]}, ${PROTOCOLS[protocol]}` : NAMES[server];
}

export function printCases(cases) {
  const groups = Map.groupBy(cases, ({ size, operation, connections }) =>
    [`${OPERATIONS[operation]}; ${size} operations, ${connections} connections`].join(),
  );
  for (const [title, rows] of groups) {
    printTable(
      [title, 'CPU ms/request', '(min–max)', 'requests/s', 'p50 ms', 'p99 ms'],
      rows.map(({ cpuMs, perSecond, p50, p99, ...one }) => [
        nameOf(one),
        cpuMs.median.toFixed(3),
        `${cpuMs.min.toFixed(3)}–${cpuMs.max.toFixed(3)}`,
        perSecond.median.toFixed(0),
        p50.median.toFixed(2),
        p99.median.toFixed(2),
      ]),
    );
  }
}

export function printStarts(starts) {
  printTable(
    ['start to first tools/list', 'operations', 'ms', '(min–max)'],
    starts.map(({ ms, size, ...one }) => [
      nameOf(one),
      String(size),
      ms.median.toFixed(0),
      `${ms.min.toFixed(0)}–${ms.max.toFixed(0)}`,
    ]),
  );
}

export function printMemory(memory) {
  printTable(
    ['resident memory, MB', 'operations', 'idle', 'after', 'after what'],
    memory.map(({ size, idleMb, afterMb, calls, ...one }) => [
      nameOf(one),
      String(size),
      idleMb.toFixed(0),
      afterMb.toFixed(0),
      calls === undefined ? 'all rounds' : `${calls.toLocaleString('en')} calls alone`,
    ]),
  );
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

export function printTargets(targets) {
  printTable(
    ['target', '', 'measured', ''],
    targets.map(({ target, bound, value, unit, met }) => [
      target,
      bound,
      value === undefined ? 'not measured' : `${value.toFixed(unit === '×' ? 2 : 0)}${unit}`,
      value === undefined ? '' : met ? '✓' : '✗',
    ]),
  );
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
