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

it('fileResult only describes a file that is too large', () => {
  const { about, file } = show('image/png', 'big.png', Buffer.alloc(1_000_001));
  expect(file).toBeUndefined();
  expect(about).toMatchObject({ name: 'big.png', bytes: 1_000_001 });
  expect(about!['note']).toContain('1,000,001 bytes');
});
