import { Inline, type PageExtras } from './page.js';

const style = new Inline(
  'style',
  `
main { max-width: 46rem; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.15rem; }
.copyable { display: flex; flex-wrap: wrap; gap: .5rem; align-items: flex-start; margin: .35rem 0 1rem; }
.copyable > :first-child { flex: 999 1 14rem; min-width: 0; margin: 0; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
.copyable > :first-child { white-space: pre-wrap; overflow-wrap: anywhere; }
.copyable button { flex: 1 0 5.5rem; padding: .6rem .75rem; }
.status { display: flex; gap: .5rem; }
.status::before { content: "●"; color: var(--good); }
.status.degraded { margin-bottom: .5rem; }
.status.degraded + details { margin-bottom: .75rem; }
.status.degraded::before { color: var(--bad); }
.tabs, .choice { display: flex; flex-wrap: wrap; gap: .5rem; }
.choice { margin: 0 0 .5rem; }
.tabs > input { position: absolute; opacity: 0; }
.tabs > label, .choice a { order: 0; padding: .5rem .85rem; border: 1px solid var(--line); border-radius: 1.5rem; cursor: pointer; }
.choice a { color: inherit; text-decoration: none; }
.tabs > label:hover, .choice a:hover { border-color: var(--accent); }
.tabs > input:checked + label, .choice a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.tabs > input:focus-visible + label { outline: 3px solid var(--accent); outline-offset: 2px; }
.tabs > section { order: 1; flex: 1 0 100%; min-width: 0; max-width: 100%; display: none; padding-top: .75rem; }
.tabs > input:checked + label + section { display: block; }
@media (forced-colors: active) { .tabs > input:checked + label, .choice a[aria-current] { forced-color-adjust: none; background: Highlight; border-color: Highlight; color: HighlightText; } }
ol { margin: 0; padding-left: 1.4rem; }
li { margin: 0 0 .4rem; overflow-wrap: anywhere; }
ol + .muted, .tabs + .muted { margin-top: 1.25rem; }
section > .muted, section > .muted + .muted { margin: .75rem 0 0; }
a.install { display: inline-block; margin: 0 .35rem .5rem 0; padding: .5rem .9rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
input[type=search] { width: 100%; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; font: inherit; }
.search { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; margin-bottom: 1.25rem; }
.resource { border-top: 1px solid var(--line); }
summary { padding: .6rem 0; cursor: pointer; overflow-wrap: anywhere; }
.resource ul { list-style: none; margin: 0 0 .75rem; padding: 0; }
.resource li { display: grid; grid-template-columns: 5rem 1fr; align-items: baseline; }
.kind { color: var(--muted); font-size: .85rem; }
.kind.write { color: var(--text); }
.kind.delete { color: var(--bad); font-weight: 600; }
`,
);

/** Copying and searching; without it the address can be selected and the list read. */
const script = new Inline(
  'script',
  `
const words = document.getElementById('words').dataset;
const fill = (text, values) => text.replace(/{(\\w+)}/g, (_, name) => values[name]);
const copyButtons = document.querySelectorAll('button[data-copy]');
const label = (button, said) => {
  button.textContent = words[said];
  button.ariaLabel = button.dataset[said + 'Label'];
};
for (const button of copyButtons) {
  // Only https and localhost have a clipboard.
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    for (const other of copyButtons) label(other, 'copy');
    const said = await navigator.clipboard.writeText(button.dataset.copy).then(() => 'copied', () => 'selected');
    if (said === 'selected') getSelection().selectAllChildren(button.previousElementSibling);
    label(button, said);
    document.getElementById('copied').textContent = button.ariaLabel;
  });
}
const search = document.getElementById('search');
if (search) {
  search.parentElement.hidden = false;
  const groups = Array.from(document.querySelectorAll('details.resource'), (group) => ({
    group,
    count: group.querySelector('summary > span'),
    items: Array.from(group.querySelectorAll('li'), (item) => ({
      item,
      text: (group.dataset.name + ' ' + item.textContent).toLowerCase(),
    })),
  }));
  const all = groups.reduce((sum, { items }) => sum + items.length, 0);
  search.addEventListener('input', () => {
    const wanted = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let found = 0;
    for (const { group, count, items } of groups) {
      let shown = 0;
      for (const { item, text } of items) {
        item.hidden = !wanted.every((word) => text.includes(word));
        if (!item.hidden) shown += 1;
      }
      count.textContent = shown < items.length ? fill(words.some, { shown, all: items.length }) : items.length;
      group.hidden = shown === 0;
      group.open = wanted.length > 0;
      found += shown;
    }
    const said = found === 0 ? words.none : fill(words.found, { found, all });
    document.getElementById('found').textContent = wanted.length ? said : '';
  });
}
`,
);

/** The connect page's own look and script. */
export const CONNECT_EXTRAS: PageExtras = { style, script };
