/** @returns what the model of scale takes from the results of a full run of the bench */
export function readMeasured({ node, date, cases, memory }) {
  const pages = cases.filter(
    (one) =>
      one.server === 'ours' &&
      one.operation === 'page' &&
      one.document === 'starter' &&
      one.connections === 10,
  );
  const ofOurs = memory.find(({ server }) => server === 'ours');
  if (pages.length === 0 || !ofOurs) throw new Error('--from needs the results of a full run');
  return {
    from: `a full run on Node ${node.replace('v', '')}, ${date.slice(0, 10)}`,
    cpuMsPerCall: Number(Math.max(...pages.map(({ cpuMs }) => cpuMs.median)).toPrecision(2)),
    memoryMb: Math.round(ofOurs.afterMb),
  };
}
