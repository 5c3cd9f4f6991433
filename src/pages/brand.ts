import { html, type Html } from './html.js';
import type { Words } from './words.js';

/** How the operator presents the application: addresses, as the configuration has checked them. */
export interface Brand {
  logoUrl?: string | undefined;
  supportUrl?: string | undefined;
  privacyUrl?: string | undefined;
  termsUrl?: string | undefined;
  documentationUrl?: string | undefined;
}

/** The heading below it says the name, so a screen reader needs none here. */
export function brandLogo({ logoUrl }: Brand): Html | undefined {
  return logoUrl === undefined
    ? undefined
    : html`<img class="logo" src="${logoUrl}" alt="" width="48" height="48" />`;
}

/** @returns links to whatever of help, documentation, privacy policy and terms there is; undefined for none */
export function brandLinks(brand: Brand, { say }: Words): Html | undefined {
  const links = [
    { url: brand.supportUrl, text: say('brand.support') },
    { url: brand.documentationUrl, text: say('brand.documentation') },
    { url: brand.privacyUrl, text: say('brand.privacy') },
    { url: brand.termsUrl, text: say('brand.terms') },
  ].filter(({ url }) => url !== undefined);
  if (links.length === 0) return undefined;
  return html`<p class="links">
    ${links.map(({ url, text }) => html`<a href="${url}" rel="noreferrer">${text}</a>`)}
  </p>`;
}
