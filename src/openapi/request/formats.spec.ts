import { describe, expect, it } from '@jest/globals';
import { FORMATS } from './formats.js';

/** What Rails 7 makes of each has been tried with activemodel's types and with Time.zone.parse. */
describe('a format accepts unchanged what Rails reads correctly', () => {
  it.each<[format: string, texts: string[]]>([
    ['date', ['2027-03-31', '20270331', '2028-02-29', '2027-03-31T10:00:00Z', '0000-01-01']],
    [
      'date-time',
      [
        '2027-03-31',
        '2027-03-31T10:00:00Z',
        '2027-03-31T10:00:00',
        '2027-03-31 10:00:00',
        '2027-03-31t10:00:00z',
        '2027-03-31T10:00',
        '2027-03-31T10:00+02:00',
        '2027-03-31T10:00:00+0200',
        '2027-03-31T10:00:00+02',
        '2027-03-31T10:00:00 +02:00',
        '2027-03-31T10:00:00.123456789Z',
        '2027-03-31T10:00:00,5Z',
        '2027-03-31T24:00:00Z',
        '2027-03-31T23:59:60Z',
        '2027-03-31 10:00:00 UTC',
        '20270331T100000Z',
        '20270331T1000',
        '20270331T10',
        '20270331T10:00:00Z',
        '20270331T100000.5Z',
      ],
    ],
    [
      'time',
      [
        '10:00',
        '10:00:00',
        '10:00:00.5',
        '10:00Z',
        'T10:00:00+02:00',
        '24:00',
        '2000-01-01T10:00:00.000Z',
      ],
    ],
    ['duration', ['P1D', 'PT36H', 'P1Y2M3DT4H5M6.5S', 'P2W', '-P3D']],
    [
      'uuid',
      [
        '3f2b1c9e-8d47-4c1a-9b60-5e7d2a4f8c13',
        '3F2B1C9E8D474C1A9B605E7D2A4F8C13',
        '{3f2b1c9e-8d47-4c1a-9b60-5e7d2a4f8c13}',
      ],
    ],
    ['ipv4', ['192.0.2.1', '192.0.2.0/24']],
    ['ipv6', ['2001:db8::1', '::/0']],
    ['decimal', ['12.50', '-3', '1e-7', '.5', '1700000000000000001.01']],
    ['byte', ['aGVsbG8=', 'aGVsbG8', '3q2-7w==', 'AAECAwQF']],
  ])('%s: %j', (name, texts) => {
    const { accepts, coerce: heal = String } = FORMATS[name]!;
    expect(texts.filter((text) => !accepts(text))).toEqual([]);
    if (name !== 'byte') expect(texts.map(heal)).toEqual(texts);
  });
});

describe('a format is coerced where only one thing can be meant', () => {
  it.each<[format: string, given: string, healed: string]>([
    ['date', ' 2027-03-31 ', '2027-03-31'],
    ['date', '2027-3-1', '2027-03-01'],
    ['date', '2027/03/31', '2027-03-31'],
    ['date', '2027.3.31', '2027-03-31'],
    ['date', '31.3.2027', '2027-03-31'],
    ['date', '31/03/2027', '2027-03-31'],
    ['date', '03/31/2027', '2027-03-31'],
    ['date', 'March 31, 2027', '2027-03-31'],
    ['date', '31st of March 2027', '2027-03-31'],
    ['date', 'Wed, 31 Mar 2027', '2027-03-31'],
    ['date', 'Sept. 1 2027', '2027-09-01'],
    ['date-time', '2027-03-31T10', '2027-03-31T10:00'],
    ['date-time', '2027-03-31T10Z', '2027-03-31T10:00Z'],
    ['date-time', 'Wed, 31 Mar 2027 10:00:00 +0200', '2027-03-31T10:00:00+0200'],
    ['date-time', 'March 31, 2027 10:00', '2027-03-31T10:00'],
    ['date-time', '2027/03/31 10:00:00', '2027-03-31T10:00:00'],
    ['time', '5:30 pm', '17:30'],
    ['time', '12am', '00:00'],
    ['time', '9:05', '09:05'],
    ['byte', 'data:image/png;base64,aGVsbG8', 'aGVsbG8='],
    ['byte', '3q2-7w', '3q2+7w=='],
  ])('%s: %s → %s', (name, given, healed) => {
    const { accepts, coerce: heal } = FORMATS[name]!;
    expect(heal!(given)).toBe(healed);
    expect(accepts(healed)).toBe(true);
  });
});

describe('a format refuses what Rails would drop or misread', () => {
  it.each<[format: string, texts: string[]]>([
    [
      'date',
      [
        'end of March',
        'tomorrow',
        'next friday',
        'March 2027',
        '2027-03',
        '2027',
        '2027-W13-3',
        '2027W133',
        '2027-090',
        '2027-02-30',
        '30 Feb 2027',
        '2027-13-01',
        '2027-0331',
        '03/04/2027',
        '1774915200',
        '2027-03-31Z',
        '12027-03-31',
        'Match 3 2027',
      ],
    ],
    [
      'date-time',
      [
        'now',
        '10:00',
        '2027-02-30T10:00:00Z',
        '2027-03-31T100000Z',
        '2027-03-31T10:30.5',
        '2027-03-31T25:00:00Z',
        '2027-03-31T24:30:00Z',
        '2027-03-31T10:60:00Z',
        '2027-03-31T10:00:00+25:00',
        '2027-03-31 10:00:00 CET',
        '2027-W13-3T10:00:00Z',
        '1774915200000',
        '03/04/2027 10:00',
        '2027-03-31T',
      ],
    ],
    ['time', ['noon', '25:00', '1000', '10', '13:00 pm', '10:00:00,5']],
    ['duration', ['3 days', 'P', 'PT', 'P1W2D', '1D', 'P1S']],
    [
      'uuid',
      ['42', 'abc', '3f2b1c9e-8d47-4c1a-9b60-5e7d2a4f8c1', '{3f2b1c9e-8d47-4c1a-9b60-5e7d2a4f8c13'],
    ],
    ['ipv4', ['localhost', '192.0.2', '192.0.2.1/x', '']],
    ['decimal', ['1,234.50', '12 EUR', 'abc', '1.2.3', '-']],
    ['byte', ['README', 'test', 'a b c', 'C:\\x.png', 'aGVsb', 'aGVsbG9']],
  ])('%s: %j', (name, texts) => {
    const { accepts, coerce: heal = String } = FORMATS[name]!;
    expect(texts.filter((text) => accepts(heal(text)))).toEqual([]);
  });

  it.each(Object.keys(FORMATS).filter((name) => name !== 'byte'))(
    '%s is checked in linear time',
    (name) => {
      const { accepts, coerce: heal = String } = FORMATS[name]!;
      for (const piece of ['1', '9 ', 'T10', '2027-', 'a.', 'P1', 'Mar ', ':']) {
        expect(accepts(heal(piece.repeat(100_000)))).toBe(name === 'decimal' && piece === '1');
      }
    },
  );
});
