import { nameOf } from './report.mjs';

const WIDTH = 800;
const LABEL = 370;
const BAR = 16;
const ROW = 24;
const TITLE = 34;
const GROUPS = [
  { title: 'A page of 25 records', operation: 'page', document: 'starter' },
  { title: 'One record', operation: 'get', document: 'starter' },
  { title: 'tools/list, 550 operations', operation: 'list', document: '550' },
];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 }
  .bar { fill: #8c959f }
  .ours { fill: #0a7d4f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7681 }
    .ours { fill: #2ea36c }
  }`;

/** @returns {string} an SVG: the CPU time of a request, by server, readable on light and on dark */
export function drawChart(cases) {
  let y = 8;
  const parts = GROUPS.flatMap((group) => {
    const drawn = drawGroup(group, cases, y);
    y += TITLE + drawn.rows * ROW + 12;
    return drawn.parts;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img">
<title>CPU time of one request, in milliseconds</title>
<style>${STYLE}
</style>
${parts.join('\n')}
</svg>
`;
}

function drawGroup({ title, operation, document }, cases, top) {
  const rows = cases.filter(
    (one) =>
      one.operation === operation &&
      one.document === document &&
      one.connections === 10 &&
      !one.isRaw,
  );
  const longest = Math.max(...rows.map(({ cpuMs }) => cpuMs.median));
  const parts = rows.map(({ cpuMs, ...one }, index) => {
    const y = top + TITLE + index * ROW;
    const width = Math.max(1, (cpuMs.median / longest) * (WIDTH - LABEL - 80));
    const kind = one.server === 'ours' || one.server === 'search' ? 'bar ours' : 'bar';
    return [
      `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${nameOf(one)}</text>`,
      `<rect class="${kind}" x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`,
      `<text x="${LABEL + width + 6}" y="${y + 13}">${cpuMs.median.toFixed(2)} ms</text>`,
    ].join('');
  });
  const heading = `<text class="title" x="8" y="${top + 20}">${title}: CPU time of one request</text>`;
  return { rows: rows.length, parts: [heading, ...parts] };
}
