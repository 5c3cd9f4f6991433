import { html, type Html } from './html.js';
import type { Words } from './words.js';

/** A text to copy, with a button where that can be done. @param what is called so on the button */
export function copyable(what: Html, text: Html, copied: string, { say }: Words): Html {
  const label = say('copy.what', { what });
  return html`<div class="copyable">
    ${text}
    <button
      type="button"
      data-copy="${copied}"
      aria-label="${label}"
      data-copy-label="${label}"
      data-copied-label="${say('copy.what_done', { what })}"
      data-selected-label="${say('copy.what_selected', { what })}"
      hidden
    >
      ${say('copy.button')}
    </button>
  </div>`;
}
