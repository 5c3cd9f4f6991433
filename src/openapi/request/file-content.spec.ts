import { describe, expect, it } from '@jest/globals';
import { ArgumentError } from './argument-error.js';
import { readFileContent } from './file-content.js';

const LONG = Buffer.from(Array.from({ length: 96 }, (_, at) => (at * 151 + 200) % 256));
const BASE64 = LONG.toString('base64');

describe('readFileContent', () => {
  it.each<[string, string, Buffer | string, string | undefined]>([
    ['base64 of text', 'aGVsbG8=', 'hello', undefined],
    ['base64 without its padding', 'aGVsbG8', 'hello', undefined],
    ['base64 with spaces in it', ' aGVs bG8= \n', 'hello', undefined],
    ['base64 of a PNG', 'iVBORw0KGgo=', Buffer.from('iVBORw0KGgo=', 'base64'), undefined],
    ['base64 of bytes', BASE64, LONG, undefined],
    ['base64 in lines', BASE64.replace(/.{76}/g, '$&\r\n'), LONG, undefined],
    ['base64url', LONG.toString('base64url'), LONG, undefined],
    ['a data URL', 'data:image/png;base64,3q2+7w==', Buffer.from('deadbeef', 'hex'), 'image/png'],
    ['a data URL in base64url', 'data:;base64,3q2-7w', Buffer.from('deadbeef', 'hex'), undefined],
    [
      'a data URL with encoded base64',
      'data:a/b;base64,3q2%2B7w%3D%3D',
      Buffer.from('deadbeef', 'hex'),
      'a/b',
    ],
    ['a data URL of text', 'data:text/plain,a%20b, c', 'a b, c', 'text/plain'],
    [
      'a data URL of text as it is',
      'data:text/csv;charset=utf-8,é;ü\n1;2',
      'é;ü\n1;2',
      'text/csv;charset=utf-8',
    ],
    [
      'a data URL of bytes in another charset',
      'data:text/plain;charset=iso-8859-1,%E9',
      Buffer.from([0xe9]),
      'text/plain;charset=iso-8859-1',
    ],
    ['a word in a data URL', 'DATA:text/plain;base64,UkVBRE1F', 'README', 'text/plain'],
  ])('reads %s', (_what, given, bytes, contentType) => {
    const file = readFileContent(given, 'photo');
    expect(file.bytes).toEqual(Buffer.from(bytes as Buffer));
    expect(file.contentType).toBe(contentType);
  });

  it.each<[string, unknown, RegExp]>([
    ['a name', 'README', /must be the file's content as base64, or as a data URL/],
    ['a name that could be base64', 'LICENSES', /must be the file's content/],
    ['a word', 'test', /must be the file's content/],
    ['a file name', 'logo.png', /a path or a name says nothing of what is in the file/],
    ['a path', '/mnt/data/report', /a path or a name/],
    ['a path on Windows', 'C:\\photo.png', /a path or a name/],
    ['a path from home', '~/photo', /a path or a name/],
    ['an address', 'https://example.com/a.png', /nothing is fetched from an address/],
    ['a file URL', 'file:///etc/passwd', /nothing is fetched from an address/],
    ['text', 'Dear team, please find the report below.', /data:text\/plain,Some%20text/],
    [
      'prose without a comma',
      'please upload the file that contains the annual report for the year twenty twenty six thanks',
      /must be the file's content/,
    ],
    [
      'a digest',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      /must be the file's content/,
    ],
    ['an id', '3f2b1c9e8d474c1a9b605e7d2a4f8c13', /must be the file's content/],
    ['half a base64', 'aGVsb', /must be the file's content/],
    ['base64 with bits left over', 'aGVsbG9', /must be the file's content/],
    ['a data URL that is cut off', 'data:image/png,%E0%A4%A', /this data URL cannot be read/],
    ['a data URL of no base64', 'data:image/png;base64,@@', /this data URL cannot be read/],
    ['an empty data URL', 'data:image/png;base64,', /is an empty file/],
    ['nothing', '', /must be the file's content/],
    ['a number', 7, /must be the file's content/],
    ['a record', { file_id: 'file-abc' }, /must be the file's content/],
  ])('refuses %s', (_what, given, message) => {
    const read = () => readFileContent(given, 'photo');
    expect(read).toThrow(ArgumentError);
    expect(read).toThrow(message);
  });
});
