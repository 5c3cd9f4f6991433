import { describe, expect, it } from '@jest/globals';
import { oneLine } from './one-line.js';
import { restoreUnseen, showUnseen } from './unseen.js';

const tags = (text: string) =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!)).join('');

describe('showUnseen', () => {
  it.each([
    ['a terminal code', 'red\u001b[31m', 'red‹U+001B›[31m'],
    ['a C1 control', 'a\u009bb\u007f', 'a‹U+009B›b‹U+007F›'],
    ['a bell and a null', 'a\u0007b\u0000', 'a‹U+0007›b‹U+0000›'],
    ['an override of direction', 'gpj.\u202eexe', 'gpj.‹U+202E›exe'],
    ['an isolate', '\u2066a\u2069', '‹U+2066›a‹U+2069›'],
    ['a mark of direction', 'a\u200fb\u061c', 'a‹U+200F›b‹U+061C›'],
    ['words in tags', `Hi${tags('ok')}`, 'Hi‹U+E006F›‹U+E006B›'],
    ['bytes in variation selectors', '😀\u{e0101}\u{e0102}', '😀‹U+E0101›‹U+E0102›'],
    ['a second selector', '❤\ufe0f\ufe0f', '❤\ufe0f‹U+FE0F›'],
    ['a selector behind a letter', 'a\ufe01', 'a‹U+FE01›'],
    ['spaces without width', 'ad\u200bmin\ufeff\u2060', 'ad‹U+200B›min‹U+FEFF›‹U+2060›'],
    ['joiners in Latin', 'ad\u200dm\u200cin', 'ad‹U+200D›m‹U+200C›in'],
    ['a soft hyphen', 'pass\u00adword', 'pass‹U+00AD›word'],
    ['Hangul fillers', '\u3164\u115f\uffa0', '‹U+3164›‹U+115F›‹U+FFA0›'],
    ['line ends of Unicode', 'a\u2028b\u2029', 'a‹U+2028›b‹U+2029›'],
    ['half a pair', 'a\ud800b', 'a‹U+D800›b'],
    ['no character', 'a\ufffe', 'a‹U+FFFE›'],
    ['another flag in tags', `\u{1f3f4}${tags('usca')}`, '🏴‹U+E0075›‹U+E0073›‹U+E0063›‹U+E0061›'],
  ])('shows, and restoreUnseen restores, %s', (_what, text, shown) => {
    expect(showUnseen(text)).toBe(shown);
    expect(restoreUnseen(shown)).toBe(text);
  });

  it('shows the beginning of a long run and counts the rest', () => {
    const shown = showUnseen(tags('ignore all that was said'));
    expect(shown).toMatch(/^(‹U\+E00[0-9A-F]{2}›){16}‹8 more unseen characters›$/);
  });
});

describe('showUnseen leaves characters that belong to what is written', () => {
  it.each([
    ['line ends and tabs', 'a\r\nb\tc\n'],
    ['an emoji as a picture', 'I ❤️ it ☎︎'],
    ['a family', '👩‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 ❤️‍🔥'],
    ['keycaps', '1️⃣ #️⃣'],
    ['the flag of Scotland', `\u{1f3f4}${tags('gbsct')}\u{e007f}`],
    ['Persian', 'می‌خواهم'],
    ['Devanagari and Malayalam', 'क्‍ष ന്‍'],
    ['Sinhala', 'ශ්‍රී'],
    ['Khmer with places to break', 'ខ្ញុំ\u200bទៅ'],
    ['the variant of a Japanese name', '葛\u{e0100}飾'],
    ['Mongolian', 'ᠠ\u180b'],
    ['visible signs of Arabic', '\u06dd\u0600'],
    ['spaces and dashes', 'a\u00a0b\u3000c–d'],
    ['‹U+0041› that somebody wrote', '‹U+0041› ‹U+FFFFFF›'],
  ])('in %s', (_what, text) => {
    expect(showUnseen(text)).toBe(text);
    expect(restoreUnseen(text)).toBe(text);
  });
});

describe('oneLine', () => {
  it.each([
    ['two\nlines\r\n', 'two lines'],
    ['\u001b[31mred\u009b', '[31mred'],
    ['ad\u200bmin\u202e', 'admin'],
    [`Hi${tags('ok')}`, 'Hi'],
    ['می‌خواهم ❤️', 'می‌خواهم ❤️'],
    ['half \ud800', 'half \ufffd'],
  ])('makes one visible line of %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });
});
