import { button, el } from './dom.js';
import { writeField, type Field, choicesOf } from './fields.js';
import { TEXTS } from './texts.js';
import { labelOf } from './values.js';

/** The form's texts by field name; kept while the person reviews the change. */
export type Texts = Map<string, string>;

/**
 * A form for these fields, with the problems of the last try beside them.
 * @param submit text of the button
 * @param onSubmit called without arguments: the form's contents are in `texts`
 */
export function formOf(
  fields: readonly Field[],
  record: Record<string, unknown>,
  { texts, problems, submit }: { texts: Texts; problems: Map<string, string>; submit: string },
  onSubmit: () => void,
  ...buttons: HTMLElement[]
): HTMLFormElement {
  const editable = fields.filter(({ kind }) => kind !== 'none');
  const others = fields.filter(({ kind }) => kind === 'none').map(({ name }) => labelOf(name));
  return el(
    'form',
    {
      // A sandbox without allow-forms fires no submit event (HTML, "form submission algorithm"), so nothing waits for
      // one.
      onkeydown: (event) => {
        if (!isEnter(event)) return;
        event.preventDefault();
        onSubmit();
      },
    },
    problems.size > 0 && el('p', { role: 'alert', class: 'error' }, TEXTS.problems(problems.size)),
    ...editable.map((field) => rowOf(field, record, texts, problems.get(field.name))),
    others.length > 0 && el('p', { class: 'muted' }, `${TEXTS.noForm} ${others.join(', ')}`),
    el('div', { class: 'buttons' }, button(submit, onSubmit, { class: 'primary' }), ...buttons),
  );
}

function isEnter(event: Event): boolean {
  return (
    event instanceof KeyboardEvent &&
    event.key === 'Enter' &&
    event.target instanceof HTMLInputElement
  );
}

function rowOf(
  field: Field,
  record: Record<string, unknown>,
  texts: Texts,
  problem: string | undefined,
): HTMLElement {
  const { name, kind, schema, required } = field;
  const text = texts.get(name) ?? writeField(field, record[name]);
  texts.set(name, text);
  const id = `field-${name}`;
  const hints = [
    typeof schema['description'] === 'string' && schema['description'],
    kind === 'list' && TEXTS.onePerLine,
    kind === 'json' && TEXTS.asJson,
  ].filter(Boolean);
  const input = inputOf(field, text, (value) => texts.set(name, value), {
    id,
    'data-focus': id,
    'aria-required': required && 'true',
    'aria-invalid': problem !== undefined && 'true',
    'aria-describedby': `${id}-hint ${id}-problem`,
  });
  return el(
    'div',
    { class: 'row' },
    el('label', { for: id }, `${labelOf(name)}${required ? ` (${TEXTS.required})` : ''}`),
    input,
    el('span', { class: 'muted', id: `${id}-hint` }, hints.join('; ')),
    el('span', { class: 'error', id: `${id}-problem` }, problem ?? ''),
  );
}

function inputOf(
  { kind, schema, required }: Field,
  text: string,
  keep: (text: string) => void,
  attributes: Record<string, string | false>,
): HTMLElement {
  if (kind === 'choice' || kind === 'flag') {
    const choices =
      kind === 'flag'
        ? [
            ['true', TEXTS.yes],
            ['false', TEXTS.no],
          ]
        : choicesOf(schema).map((value) => [String(value), String(value)]);
    const known = choices.some(([value]) => value === text);
    const box = el('select', { ...attributes, onchange: () => keep(box.value) });
    if (!required || !known) box.append(el('option', { value: '' }, TEXTS.notSet));
    // The record keeps its value, although the document does not list it.
    if (!known && text !== '') box.append(el('option', { value: text, selected: true }, text));
    for (const [value = '', shown = ''] of choices) {
      box.append(el('option', { value, selected: value === text }, shown));
    }
    return box;
  }
  if (kind === 'lines' || kind === 'list' || kind === 'json') {
    const area = el('textarea', { ...attributes, rows: 4, oninput: () => keep(area.value) });
    area.value = text;
    return area;
  }
  const isNumber = kind === 'number' || kind === 'integer';
  const input = el('input', {
    ...attributes,
    type: kind === 'day' ? 'date' : 'text',
    inputmode: isNumber && 'decimal',
    autocomplete: 'off',
    oninput: () => keep(input.value),
  });
  input.value = text;
  return input;
}
