import { expect, it } from '@jest/globals';
import { html } from './html.js';

it.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
  ["' onfocus='alert(1)", '&#39; onfocus=&#39;alert(1)'],
  ['&lt;', '&amp;lt;'],
  ['</title><b>', '&lt;/title&gt;&lt;b&gt;'],
  ['<!--', '&lt;!--'],
  ['$& $1 \\', '$&amp; $1 \\'],
  ['日本', '日本'],
  ['a\u202eb\u2066c\u200fd', 'abcd'],
])('html escapes %s in text and in attributes', (text, escaped) => {
  expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
});

it.each<[value: Parameters<typeof html>[1], text: string]>([
  [undefined, ''],
  [false, ''],
  ['', ''],
  [0, '0'],
  [html`<b>${'<'}</b>`, '<b>&lt;</b>'],
  [[html`<i></i>`, html`${'&'}`], '<i></i>&amp;'],
  [[], ''],
])('html renders %j as %j', (value, text) => {
  expect(html`${value}`.text).toBe(text);
});

it('html escapes an object that imitates safe HTML', () => {
  const forged = { text: '<b>' } as unknown as string;
  expect(html`${forged}`.text).toBe('[object Object]');
});
