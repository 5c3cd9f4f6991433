import { isRecord } from './bridge.js';
import { button, el } from './dom.js';
import { nameOf, type Row } from './rows.js';
import { TEXTS } from './texts.js';
import { fieldList, type Writing } from './values.js';

interface RecordActions {
  edit?: (() => void) | undefined;
  remove?: (() => void) | undefined;
  /** Lists of the record's children, by name. */
  lists: readonly (readonly [title: string, show: () => void])[];
}

/** Shows a record: its own fields first, then ids, times and empty fields, and its actions below. */
export function recordOf(
  record: Row,
  title: string,
  { edit, remove, lists }: RecordActions,
  writing: Writing,
): HTMLElement {
  const fields = Object.entries(record);
  const main = fields.filter(([name, value]) => isTelling(name, value));
  const rest = fields.filter(([name, value]) => !isTelling(name, value));
  const shown = main.length > 0 ? main : rest;
  return el(
    'section',
    {},
    el('h1', { tabindex: -1, dir: 'auto' }, nameOf(record) || title),
    fieldList(shown, writing),
    main.length > 0 &&
      rest.length > 0 &&
      el(
        'details',
        { 'data-open': 'rest' },
        el('summary', { 'data-focus': 'rest' }, TEXTS.more),
        fieldList(rest, writing),
      ),
    el(
      'div',
      { class: 'buttons' },
      edit && button(TEXTS.edit, edit, { class: 'primary', 'data-focus': 'edit' }),
      remove && button(TEXTS.remove, remove, { 'data-focus': 'remove' }),
    ),
    lists.length > 0 &&
      el(
        'nav',
        { 'aria-label': TEXTS.related, class: 'buttons' },
        ...lists.map(([name, show]) => button(name, show, { class: 'link' })),
      ),
  );
}

function isTelling(name: string, value: unknown): boolean {
  const isEmpty =
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && Object.keys(value).length === 0);
  return !isEmpty && !/(^|_)(id|ids)$|^(created|updated)_at$/.test(name);
}
