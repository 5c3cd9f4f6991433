import { describe, expect, it } from '@jest/globals';
import { plainText, isRedundant, shortenText } from './plain-text.js';

describe('plainText', () => {
  it.each<[string, unknown, string]>([
    ['entities', 'It&#39;s a &quot;list&quot; &amp; more', 'It\'s a "list" & more'],
    ['markup', '<p>One<br/>two</p>', 'One two'],
    ['emphasis and code', 'Use **all** of `name`', 'Use all of name'],
    ['emphasis with underscores', 'A _snake_case_ name, _well_.', 'A snake_case name, well.'],
    ['emphasis with asterisks', 'An *attachment* is 2 * 3 * 4.', 'An attachment is 2 * 3 * 4.'],
    [
      'markup before a comma',
      'As a <a href="/x">deletion</a>, <b>once</b>.',
      'As a deletion, once.',
    ],
    ['a link to a page, as HTML', 'A list. See <a href="https://a.example">this</a>.', 'A list.'],
    ['a kind of quote', '> [!NOTE]\n> Only for teams', 'Only for teams.'],
    ['what nobody reads to its end', 'x?'.repeat(1_000_000), 'x?'.repeat(2_000)],
    ['white space', ' One\n\n two ', 'One two'],
    ['a heading before a text', '# Tags\n\nTags group contacts.', 'Tags group contacts.'],
    ['a heading alone', '# Tags', 'Tags'],
    ['a quoted line', '> Manage forms\n\nAll of them.', 'Manage forms. All of them.'],
    ['a list', '- one\n- two', 'one two'],
    ['a code block', 'Types:\n```shell\njpeg\n```\nand more', 'Types: and more'],
    ['a link that says something', '[Old orders](https://a.example/x) stay.', 'Old orders stay.'],
    ['a sentence that points to a page', 'A list. See [our guide](https://a.example).', 'A list.'],
    ['an address to read more at', 'A list. Read more at https://a.example/docs', 'A list.'],
    ['a query to copy', 'Filters. Like this: `x/y?filter[id]=1&b=2`.', 'Filters.'],
    ['a link inside the document', 'See [teams](#teams).', 'See teams.'],
    ['no text', { a: 1 }, ''],
  ])('reads %s', (_what, markdown, expected) => {
    expect(plainText(markdown)).toBe(expected);
  });
});

describe('shortenText', () => {
  it.each([
    ['One. Two. Three.', 100, 'One. Two. Three.'],
    ['One. Two. Three.', 12, 'One. Two.'],
    ['One sentence that is too long.', 16, 'One sentence…'],
    ['Use e.g. a name. Or none.', 18, 'Use e.g. a name.'],
  ])('shortens %j to %d characters', (text, maxChars, expected) => {
    expect(shortenText(text, maxChars)).toBe(expected);
  });
});

describe('isRedundant', () => {
  it.each<[string, string[], boolean]>([
    ['First name', ['first_name'], true],
    ['The IDs of the tags', ['tag_ids'], true],
    ['Product name', ['name', 'update_product'], true],
    ['LinkedIn URL', ['linkedin_url'], true],
    ['', ['name'], true],
    ['Facebook URL', ['fb_url'], false],
    ['名前', ['name'], false],
  ])('of %j beside %j is %s', (text, seen, expected) => {
    expect(isRedundant(text, ...seen)).toBe(expected);
  });
});
