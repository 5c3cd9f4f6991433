// What the measured figures have to be, as ratios within one run.

/** @returns [{ target, bound, value, unit, met }]; without a value where its measurement was left out */
export function judge({ cases, starts, memory, workers }) {
  const cpu = (server, operation, size, protocol) =>
    cases.find(
      (one) =>
        one.server === server &&
        one.operation === operation &&
        one.size === size &&
        one.connections === 10 &&
        (protocol === undefined || one.protocol === protocol),
    )?.cpuMs.median;
  // The dearer of the two eras decides.
  const ours = (operation, size) =>
    highest(['modern', 'handshake'].map((protocol) => cpu('ours', operation, size, protocol)));
  const beyondBytes = (size) => ours('list', size) - cpu('floor', 'list', size);
  const start = (server) => starts.find((one) => one.server === server && one.size === 550)?.ms;
  const memoryAt = memory.find(({ server, calls }) => server === 'ours' && calls !== undefined);
  const against = (operation, size, server) => ours(operation, size) / cpu(server, operation, size);
  return [
    target('tools/call, CPU, against ivotoby', 0.5, against('get', 20, 'ivotoby')),
    target('tools/call, CPU, against the bare proxy', 3, against('get', 20, 'floor')),
    target('tools/list, 20 operations, CPU, against ivotoby', 0.8, against('list', 20, 'ivotoby')),
    target(
      'tools/list, 550 operations, CPU, against ivotoby',
      0.12,
      against('list', 550, 'ivotoby'),
    ),
    target(
      'tools/list from 20 to 1,223 operations, CPU beyond the bytes sent',
      2,
      beyondBytes(1_223) / beyondBytes(20),
    ),
    target(
      'start to first tools/list, 550 operations, against ivotoby',
      1,
      start('ours')?.median / start('ivotoby')?.median,
    ),
    target('memory idle, 550 operations', 120, memoryAt?.idleMb, ' MB'),
    target(
      `memory after ${memoryAt?.calls.toLocaleString('en') ?? 'the'} calls, against idle`,
      1.3,
      memoryAt?.afterMb / memoryAt?.idleMb,
    ),
    atLeast('two workers on two cores, against one, calls a second', 1.6, workers?.perCore.median),
  ];
}

function highest(values) {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function target(name, bound, value, unit = '×') {
  return Number.isFinite(value)
    ? { target: name, bound: `at most ${bound}${unit}`, value, unit, met: value <= bound }
    : { target: name, bound: `at most ${bound}${unit}` };
}

function atLeast(name, bound, value) {
  return Number.isFinite(value)
    ? { target: name, bound: `at least ${bound}×`, value, unit: '×', met: value >= bound }
    : { target: name, bound: `at least ${bound}×` };
}
