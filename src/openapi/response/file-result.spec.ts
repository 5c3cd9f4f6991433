import { expect, it } from '@jest/globals';
import { FileBody } from './response-body.js';
import { fileResult } from './file-result.js';

const URI = 'bullet-train://v1/files/1';
const show = (type: string, name: string | undefined, bytes: Buffer) => {
  const { content, structuredContent } = fileResult(new FileBody(type, name, bytes), URI);
  expect(JSON.parse(content[0].text)).toEqual(structuredContent);
  return { about: structuredContent, file: content[1] };
};

it('fileResult makes an image of a picture', () => {
  const bytes = Buffer.from('png');
  expect(show('image/png', undefined, bytes)).toEqual({
    about: { content_type: 'image/png', bytes: 3 },
    file: { type: 'image', data: bytes.toString('base64'), mimeType: 'image/png' },
  });
});

it.each(['application/pdf', 'application/octet-stream', 'image/tiff'])(
  'fileResult makes an embedded resource of %s',
  (type) => {
    const bytes = Buffer.alloc(60_000, 1);
    expect(show(type, 'März 1.pdf', bytes)).toEqual({
      about: { name: 'März 1.pdf', content_type: type, bytes: 60_000 },
      file: {
        type: 'resource',
        resource: {
          uri: `${URI}#M%C3%A4rz%201.pdf`,
          mimeType: type,
          blob: bytes.toString('base64'),
        },
      },
    });
  },
);

it('fileResult links to a file that is too large, where resources/read reads it, and gives it whole there', () => {
  const large = new FileBody('application/pdf', 'März.pdf', Buffer.alloc(1_000_001));
  const { content, structuredContent } = fileResult(large, URI, { isReadable: true });
  expect(content[1]).toEqual({
    type: 'resource_link',
    uri: URI,
    name: 'März.pdf',
    mimeType: 'application/pdf',
    size: 1_000_001,
  });
  expect(structuredContent!['note']).toContain('the link beside this reads it (resources/read)');
  const unnamed = new FileBody('application/pdf', undefined, large.bytes);
  expect(fileResult(unnamed, URI, { isReadable: true }).content[1]).toMatchObject({ name: '1' });
  expect(fileResult(large, URI, { isWhole: true }).content[1]).toMatchObject({ type: 'resource' });
});

it('fileResult only describes a file that is too large', () => {
  const { about, file } = show('image/png', 'big.png', Buffer.alloc(1_000_001));
  expect(file).toBeUndefined();
  expect(about).toMatchObject({ name: 'big.png', bytes: 1_000_001 });
  expect(about!['note']).toContain('1,000,001 bytes');
});
