import { chartOf } from './chart.js';
import { button, el } from './dom.js';
import type { Chart } from './groups.js';
import { columnsOf, firstColumns, idOf, nameOf, sortRows, type Order, type Row } from './rows.js';
import { TEXTS } from './texts.js';
import { cellOf, labelOf, numberOf, type Writing } from './values.js';

/** How the person has arranged a list. */
export interface ListState {
  rows: Row[];
  /** The arguments of the next page; undefined if there is none, or if it cannot be requested. */
  next?: Record<string, unknown> | undefined;
  note?: string | undefined;
  order?: Order;
  columns?: string[];
  isChart?: boolean;
  chart?: Chart;
}

interface ListActions {
  /** Renders again, after the state has changed. */
  update(): void;
  open?: ((row: Row) => void) | undefined;
  loadMore?: (() => void) | undefined;
}

/** The most records that a view holds; more would be slow to draw. */
export const MOST_ROWS = 2_000;

/** @returns a list of records as a table, with its search, its order and its groups */
export function listOf(state: ListState, actions: ListActions, writing: Writing): HTMLElement {
  const { rows, note } = state;
  const all = columnsOf(rows);
  if (rows.length === 0) return el('p', {}, TEXTS.noRecords, note ? ` ${note}` : '');
  const shown = state.columns ?? firstColumns(rows);
  return el(
    'section',
    {},
    el(
      'div',
      { class: 'controls' },
      displaySwitch(state, actions),
      columnChoice(state, all, shown, actions),
    ),
    state.isChart
      ? chartOf(rows, all, state.chart, writing, (chart) => {
          state.chart = chart;
          actions.update();
        })
      : tableOf(state, shown, actions, writing),
    el('p', { class: 'muted', role: 'status' }, countOf(state)),
    note !== undefined && el('p', { class: 'muted', dir: 'auto' }, note),
    actions.loadMore && button(TEXTS.loadMore, actions.loadMore, { 'data-focus': 'more' }),
  );
}

function countOf({ rows: { length }, next }: ListState): string {
  if (length >= MOST_ROWS) return TEXTS.atLimit(length);
  return next ? TEXTS.moreToLoad(length) : TEXTS.records(length);
}

function displaySwitch(state: ListState, { update }: ListActions): HTMLElement {
  const choices = [
    [false, TEXTS.showTable],
    [true, TEXTS.showChart],
  ] as const;
  return el(
    'div',
    { role: 'group', 'aria-label': TEXTS.display },
    ...choices.map(([isChart, text]) =>
      button(
        text,
        () => {
          state.isChart = isChart;
          update();
        },
        { 'aria-pressed': String(isChart === (state.isChart ?? false)), 'data-focus': text },
      ),
    ),
  );
}

function columnChoice(
  state: ListState,
  all: readonly string[],
  shown: readonly string[],
  { update }: ListActions,
): HTMLElement | false {
  if (state.isChart) return false;
  const boxes = all.map((name) => {
    const box = el('input', {
      type: 'checkbox',
      checked: shown.includes(name),
      'data-focus': `column-${name}`,
      onchange: () => {
        const chosen = all.filter((other) =>
          other === name ? box.checked : shown.includes(other),
        );
        if (chosen.length > 0) state.columns = chosen;
        update();
      },
    });
    return el('label', { dir: 'auto' }, box, labelOf(name));
  });
  return el(
    'details',
    { class: 'columns', 'data-open': 'columns' },
    el('summary', { 'data-focus': 'columns' }, TEXTS.columns),
    el('div', { role: 'group', 'aria-label': TEXTS.columns }, ...boxes),
  );
}

function tableOf(
  state: ListState,
  shown: readonly string[],
  actions: ListActions,
  writing: Writing,
): HTMLElement {
  const isNumeric = new Set(
    shown.filter((name) => state.rows.every((row) => numberOf(row[name]) !== undefined)),
  );
  const { open } = actions;
  const rows = sortRows(state.rows, state.order).map((row) =>
    el(
      'tr',
      {},
      ...shown.map((name) =>
        el('td', isNumeric.has(name) ? { class: 'number' } : {}, cellOf(row[name], writing)),
      ),
      open && el('td', {}, idOf(row) !== undefined && openButton(row, open)),
    ),
  );
  return el(
    'div',
    { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': TEXTS.showTable },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ...shown.map((name) => columnHead(name, isNumeric.has(name), state, actions)),
          open && el('td', {}),
        ),
      ),
      el('tbody', {}, ...rows),
    ),
  );
}

function openButton(row: Row, open: (row: Row) => void): HTMLElement {
  const name = nameOf(row);
  return button(TEXTS.action, () => open(row), {
    class: 'link',
    'aria-label': TEXTS.open(name),
    'data-focus': `open-${idOf(row)}`,
  });
}

function columnHead(
  name: string,
  isNumeric: boolean,
  state: ListState,
  { update }: ListActions,
): HTMLElement {
  const order = state.order?.column === name ? state.order : undefined;
  const direction = order && (order.descending ? 'descending' : 'ascending');
  return el(
    'th',
    { scope: 'col', 'aria-sort': direction, class: isNumeric && 'number' },
    button(
      labelOf(name),
      () => {
        state.order = { column: name, descending: order !== undefined && !order.descending };
        update();
      },
      {
        class: 'head',
        dir: 'auto',
        title: TEXTS.sortBy(labelOf(name)),
        'data-focus': `sort-${name}`,
      },
    ),
    order && el('span', { 'aria-hidden': 'true' }, order.descending ? ' ↓' : ' ↑'),
  );
}
