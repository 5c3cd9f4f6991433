import { button, el } from './dom.js';
import type { Change } from './fields.js';
import { TEXTS } from './texts.js';
import { cellOf, labelOf, type Writing, plainText } from './values.js';

/** Shows a change before it is made: every field before and after, and the button that makes the change. */
export function reviewOf(
  changes: readonly Change[],
  writing: Writing,
  { confirm, onConfirm, onCancel }: { confirm: string; onConfirm(): void; onCancel(): void },
): HTMLElement {
  const isDeletion = confirm === TEXTS.confirmDelete;
  return el(
    'section',
    {},
    el('h1', { tabindex: -1 }, isDeletion ? TEXTS.deleteTitle : TEXTS.reviewTitle),
    changesTable(changes, [TEXTS.before, TEXTS.after], writing),
    el(
      'div',
      { class: 'buttons' },
      button(confirm, onConfirm, { class: isDeletion ? 'danger' : 'primary' }),
      button(isDeletion ? TEXTS.cancel : TEXTS.keepEditing, onCancel),
    ),
  );
}

/** Fields in rows, with two values each. */
export function changesTable(
  changes: readonly Change[],
  [first, second]: readonly [string, string],
  writing: Writing,
): HTMLElement {
  const heads = [TEXTS.field, first, second].map((text) => el('th', { scope: 'col' }, text));
  return el(
    'div',
    { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': TEXTS.reviewTitle },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads)),
      el(
        'tbody',
        {},
        ...changes.map(({ name, before, after }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row', dir: 'auto' }, labelOf(name)),
            el('td', {}, cellOf(before, writing)),
            el('td', { class: 'after' }, cellOf(after, writing)),
          ),
        ),
      ),
    ),
  );
}

/** Fields that the application stored differently from how they were sent, such as a shortened text. */
export function differencesOf(
  sent: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>>,
): Change[] {
  return Object.entries(sent)
    .filter(([name, value]) => name in stored && !isSame(value, stored[name]))
    .map(([name, value]) => ({ name, before: value, after: stored[name] }));
}

/** Rails writes decimals as text, 1250 as "1250.0", and an emptied text is often null. */
function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [plain(one), plain(other)];
  return a === b || (a !== '' && b !== '' && Number(a) === Number(b));
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return plainText(value);
}
