import { el, select } from './dom.js';
import { barsOf, groupColumns, isDayColumn, sumColumns, type Chart } from './groups.js';
import type { Row } from './rows.js';
import { TEXTS } from './texts.js';
import { labelOf, type Writing } from './values.js';

/**
 * A bar chart of the loaded records, as a table: each bar is beside its number, so the picture is never the only
 * source.
 * @param onChoose called with the chart that the person chooses
 */
export function chartOf(
  rows: readonly Row[],
  columns: readonly string[],
  chosen: Chart | undefined,
  writing: Writing,
  onChoose: (chart: Chart) => void,
): HTMLElement {
  const groups = groupColumns(rows, columns);
  const [first] = groups;
  if (first === undefined) return el('p', {}, TEXTS.nothingToChart);
  const sums = sumColumns(rows, columns);
  const chart = chosen && groups.includes(chosen.by) ? chosen : { by: first };
  const measure = chart.sum === undefined ? TEXTS.count : TEXTS.sumOf(labelOf(chart.sum));
  return el(
    'section',
    {},
    el(
      'div',
      { class: 'controls' },
      select(
        TEXTS.groupBy,
        groups.map((name) => [name, groupLabel(rows, name)] as const),
        chart.by,
        (by) => onChoose({ ...chart, by }),
      ),
      select(
        TEXTS.measure,
        [['', TEXTS.count], ...sums.map((name) => [name, TEXTS.sumOf(labelOf(name))] as const)],
        chart.sum ?? '',
        (sum) => onChoose({ by: chart.by, ...(sum !== '' && { sum }) }),
      ),
    ),
    barTable(rows, chart, measure, writing),
    el('p', { class: 'muted' }, TEXTS.ofLoaded),
  );
}

function barTable(
  rows: readonly Row[],
  chart: Chart,
  measure: string,
  writing: Writing,
): HTMLElement {
  const bars = barsOf(rows, chart, writing);
  const most = Math.max(...bars.map(({ value }) => Math.abs(value)), 0);
  const number = numberWriter(writing);
  return el(
    'table',
    { class: 'chart' },
    el('caption', {}, TEXTS.chartOf(measure, groupLabel(rows, chart.by))),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, labelOf(chart.by)),
        el('th', { scope: 'col', colspan: 2 }, measure),
      ),
    ),
    el(
      'tbody',
      {},
      ...bars.map(({ label, value }) => {
        const bar = el('div', { class: 'bar' });
        bar.style.width = most === 0 ? '0' : `${(Math.abs(value) / most) * 100}%`;
        return el(
          'tr',
          {},
          el('th', { scope: 'row', dir: 'auto' }, label),
          el('td', { class: 'number' }, number(value)),
          el('td', { class: 'bars', 'aria-hidden': 'true' }, bar),
        );
      }),
    ),
  );
}

function groupLabel(rows: readonly Row[], name: string): string {
  return isDayColumn(rows, name) ? TEXTS.byDay(labelOf(name)) : labelOf(name);
}

function numberWriter({ locale }: Writing): (value: number) => string {
  try {
    const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    return (value) => format.format(value);
  } catch {
    return String;
  }
}
