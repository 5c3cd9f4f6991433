type Child = Node | string | false | undefined;
type Handler = (event: Event) => void;

/** Attributes by name; `on…` are listeners, true sets an attribute without a value, false leaves it out. */
export type Attributes = Record<string, string | number | boolean | undefined | Handler>;

/**
 * Makes all elements of a view. Strings become text nodes, so nothing from the application is read as HTML. Tags and
 * attribute names are ours, and no attribute that loads or runs anything is set.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}

/** A button with one action. */
export function button(text: string, onclick: Handler, more: Attributes = {}): HTMLButtonElement {
  return el('button', { type: 'button', onclick, ...more }, text);
}

/** A labelled choice; `onchange` is given the value chosen. */
export function select(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  onchange: (value: string) => void,
): HTMLLabelElement {
  const box = el('select', { onchange: () => onchange(box.value), 'data-focus': label });
  for (const [value, text] of options) {
    box.append(el('option', { value, selected: value === chosen }, text));
  }
  return el('label', {}, label, box);
}
