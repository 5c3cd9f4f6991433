import * as fc from 'fast-check';

const space = fc.constantFrom('', '', '', ' ', '\n  ', '\t');
const name = fc.constantFrom('"id"', '"a"', '"token"', '"__proto__"', '"7"', '"\\u0061"', '"é"');
const numbers = ['7', '-1.5', '9007199254740993', '1.10', '-0', '1e3', '0.0000001'];
const texts = [
  '"a"',
  '"R&D"',
  '"R\\u0026D"',
  '"\\/"',
  '"\\\\b \\"q\\""',
  '"1.10"',
  '"\\n"',
  '"é😀"',
];
const unseen = ['"\\ud83d\\ude00"', '"\\ud800"', '"a\\u202eb"', '"a\u202eb"', '"\\u0007"'];
const plain = fc.constantFrom('true', 'null', ...numbers, ...texts, ...unseen);

function around(open: string, parts: readonly string[], close: string, blank: string): string {
  return open + blank + parts.join(`${blank},${blank}`) + blank + close;
}

/**
 * JSON as an application may write it: with white space, escapes, names given twice, numbers that JavaScript would
 * change, lone surrogates and invisible characters.
 */
export const anyJson: fc.Arbitrary<string> = fc.letrec<{ value: string; record: string }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      plain,
      tie('record'),
      fc
        .tuple(fc.array(tie('value'), { maxLength: 3 }), space)
        .map(([parts, blank]) => around('[', parts, ']', blank)),
    ),
    record: fc
      .tuple(fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }), space)
      .map(([members, blank]) =>
        around(
          '{',
          members.map(([key, value]) => `${key}${blank}:${blank}${value}`),
          '}',
          blank,
        ),
      ),
  }),
).record;

/** A list of such records, sometimes after a byte order mark. */
export const anyJsonList: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '', '\ufeff', '\n'), fc.array(anyJson, { maxLength: 4 }), space)
  .map(([before, records, blank]) => before + around('[', records, ']', blank));
