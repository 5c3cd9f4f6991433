import { expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { charactersWithin, estimateTextTokens, fitsTokens } from './text-tokens.js';

const rows = (record: (index: number) => object) =>
  JSON.stringify(Array.from({ length: 30 }, (_, index) => record(index)));

it.each<[string, (index: number) => object]>([
  [
    'English',
    (id) => ({
      id,
      text: 'The quick brown fox jumps over the lazy dog.',
      at: '2026-11-28T08:59:28.123Z',
    }),
  ],
  [
    'German',
    (id) => ({ id, text: 'Die Donaudampfschifffahrtsgesellschaft prüft übermäßige Änderungen.' }),
  ],
  [
    'Japanese',
    (id) => ({ id, 説明: '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。' }),
  ],
  ['Chinese', (id) => ({ id, text: '人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心。' })],
  [
    'Korean',
    (id) => ({ id, text: '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.' }),
  ],
  ['Thai', (id) => ({ id, text: 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ' })],
  ['Khmer', (id) => ({ id, text: 'មនុស្សទាំងអស់កើតមកមានសេរីភាពនិងសមភាព' })],
  ['Burmese', (id) => ({ id, text: 'လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့်' })],
  ['Hindi', (id) => ({ id, text: 'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता' })],
  ['Arabic', (id) => ({ id, text: 'يولد جميع الناس أحراراً متساوين في الكرامة والحقوق' })],
  ['Amharic', (id) => ({ id, text: 'የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም' })],
  ['emoji', () => ({ text: '😀👩‍💻❤️🎉🏳️‍🌈🤷🏽‍♀️' })],
  ['numbers', (id) => ({ a: id / 7, b: id * 1_234_567, c: [1, 2.5, null, true] })],
  ['HTML', () => ({ text: '<div class="trix-content"><p>Hello &amp; welcome</p><br/></div>\n\n' })],
  ['ids', (id) => ({ id: `0b1e5a9${id}-7c1f-4d55-9f5e-6a0c2f9ab2${id}`, key: 'q3JvZmFpbHMi0nsi' })],
])('the token estimate is close for %s', (_what, record) => {
  const json = rows(record);
  const share = estimateTextTokens(json) / countTokens(json);
  expect(share).toBeGreaterThan(0.88);
  expect(share).toBeLessThan(1.8);
});

it('fitsTokens does not read a very long text to its end', () => {
  expect(fitsTokens('x'.repeat(20), 20)).toBe(true);
  expect(fitsTokens('word '.repeat(30), 40)).toBe(true);
  expect(fitsTokens('日本'.repeat(30), 40)).toBe(false);
  expect(fitsTokens(' '.repeat(1_000), 40)).toBe(false);
});

it.each([100, 1_000, 3_000, 10_000])(
  'charactersWithin finds the end of %i tokens, whether it reads on to the end or not',
  (tokens) => {
    const text = rows((id) => ({ id, text: 'A name, and then 12.5 more of them; '.repeat(25) }));
    const end = charactersWithin(text, tokens);
    expect(estimateTextTokens(text.slice(0, end))).toBeLessThanOrEqual(tokens);
    const isWhole = estimateTextTokens(text) <= tokens;
    expect(end === text.length).toBe(isWhole);
    if (!isWhole) expect(estimateTextTokens(text.slice(0, end + 1))).toBeGreaterThan(tokens);
  },
);
