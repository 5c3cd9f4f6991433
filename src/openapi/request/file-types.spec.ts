import { describe, expect, it } from '@jest/globals';
import { ArgumentError } from './argument-error.js';
import { typeOfFile } from './file-types.js';

const typeOf = (said?: string, served?: string, types: string[] = []) =>
  typeOfFile(
    { file: { id: 'file_1', ...(said && { contentType: said }) }, argument: 'photo', types },
    served,
  );

describe('the media type of a file by link is', () => {
  it.each<[what: string, said: string | undefined, served: string | undefined, is: string]>([
    ['what client and host agree on', 'image/png', 'image/png', 'image/png'],
    ['the client’s, where the host says nothing', 'image/png', undefined, 'image/png'],
    ['the client’s, where the host says only bytes', 'a/b', 'application/octet-stream', 'a/b'],
    ['the client’s, where the host says only text', 'text/markdown', 'text/plain', 'text/markdown'],
    ['the host’s, where the client says nothing', undefined, 'Image/PNG; q=1', 'image/png'],
    ['one under another name', 'image/jpg', 'image/jpeg', 'image/jpeg'],
    ['bytes, where the host says nonsense', undefined, 'image/"x"', 'application/octet-stream'],
    ['bytes, where nobody says anything', undefined, undefined, 'application/octet-stream'],
  ])('%s', (_what, said, served, is) => {
    expect(typeOf(said, served)).toBe(is);
  });

  it.each<[what: string, said: string, served: string]>([
    ['a page in place of a picture', 'image/png', 'text/html'],
    ['text in place of a picture', 'image/png', 'text/plain'],
    ['another kind of picture', 'image/png', 'image/svg+xml'],
    ['JSON in place of a document', 'application/pdf', 'application/json'],
  ])('refused where it is %s', (_what, said, served) => {
    expect(() => typeOf(said, served)).toThrow(ArgumentError);
  });

  it('one that the operation takes', () => {
    expect(typeOf('image/png', undefined, ['image/*'])).toBe('image/png');
    expect(typeOf('image/jpg', undefined, ['image/png', 'image/jpeg'])).toBe('image/jpeg');
    expect(typeOf('a/b', undefined, ['application/octet-stream'])).toBe('a/b');
    expect(() => typeOf(undefined, 'image/gif', ['image/png', 'image/jpeg'])).toThrow(
      '"photo" was not sent: it is image/gif, and the operation takes image/png or image/jpeg.',
    );
  });
});
