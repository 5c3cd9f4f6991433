import { el } from './dom.js';
import { isRecord } from './bridge.js';
import { TEXTS } from './texts.js';

/** The host's settings for writing values. */
export interface Writing {
  locale?: string | undefined;
  timeZone?: string | undefined;
  openLink?: ((url: string) => void) | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
/** The most characters of a text in a cell; a record shows all of it. */
const CELL_CHARS = 120;
/** How deep nested objects are drawn as lists; deeper ones are shown as JSON. */
const MOST_LEVELS = 3;

/** Whether a value is a day, `2026-11-28`. */
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));
}

/** Whether a value is a date and time in ISO 8601. */
export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
}

/** The value of a number, or of a text that is one (Rails writes decimals as text); undefined otherwise. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const isNumber = typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value);
  return isNumber ? Number(value) : undefined;
}

/** `due_on` → "Due on". */
export function labelOf(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim();
  return words === 'id' ? 'ID' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as text, on one line. */
export function textOf(value: unknown, writing: Writing = {}): string {
  if (value === null || value === undefined || value === '') return TEXTS.nothing;
  if (typeof value === 'boolean') return value ? TEXTS.yes : TEXTS.no;
  if (isDay(value)) return write(value, { dateStyle: 'medium', timeZone: 'UTC' }, writing);
  if (isMoment(value)) {
    const { timeZone } = writing;
    return write(value, { dateStyle: 'medium', timeStyle: 'short', timeZone }, writing);
  }
  if (Array.isArray(value) && value.length === 0) return TEXTS.nothing;
  if (Array.isArray(value) && !value.some((item) => typeof item === 'object')) {
    return value.map((item) => textOf(item, writing)).join(', ');
  }
  return plainText(value);
}

/** A value as text if it has no better form: JSON for objects. */
export function plainText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value in a cell of a table. */
export function cellOf(value: unknown, writing: Writing): Node {
  const text = textOf(value, writing);
  const isCut = text.length > CELL_CHARS;
  return el('span', { dir: 'auto' }, isCut ? `${text.slice(0, CELL_CHARS)}…` : text);
}

/** Shows a whole value: web addresses become links, objects become lists. */
function valueOf(value: unknown, writing: Writing, level = 0): Node {
  const { openLink } = writing;
  if (openLink && isWebAddress(value)) {
    return el(
      'button',
      { type: 'button', class: 'link', dir: 'auto', onclick: () => openLink(value) },
      value,
    );
  }
  if (level < MOST_LEVELS && Array.isArray(value) && value.some(isRecord)) {
    return el('ol', {}, ...value.map((item) => el('li', {}, valueOf(item, writing, level + 1))));
  }
  if (level < MOST_LEVELS && isRecord(value) && Object.keys(value).length > 0) {
    return fieldList(Object.entries(value), writing, level + 1);
  }
  return el('span', { dir: 'auto', class: 'value' }, textOf(value, writing));
}

/** Names and values, as a description list. */
export function fieldList(
  fields: readonly (readonly [name: string, value: unknown])[],
  writing: Writing,
  level = 0,
): HTMLDListElement {
  return el(
    'dl',
    {},
    ...fields.map(([name, value]) =>
      el(
        'div',
        {},
        el('dt', { dir: 'auto' }, labelOf(name)),
        el('dd', {}, valueOf(value, writing, level)),
      ),
    ),
  );
}

/** Accepts only what a browser opens as a page: never `javascript:`, `data:` or a path. */
function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value);
}

function write(value: string, options: Intl.DateTimeFormatOptions, { locale }: Writing): string {
  try {
    return new Intl.DateTimeFormat(locale, options).format(new Date(value));
  } catch {
    // This browser does not know the host's locale or time zone.
    return value;
  }
}
