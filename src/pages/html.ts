import escapeHtml from 'escape-html';

/** Text that is HTML already: only `html` makes it, the catalogues of texts and what is fixed. */
export class Html {
  constructor(readonly text: string) {}
}

export type Value = string | number | Html | readonly Html[] | undefined | false;

/** What turns the direction of the text behind it (Unicode UAX #9 §2), so that it reads as something else. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Tags a template: every value is escaped unless `html` made it; undefined and false are left out. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(render)));
}

function render(value: Value): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return value === undefined || value === false ? '' : escapeHtml(String(value).replace(TURNS, ''));
}
