import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { file, serving, startFileHost, type FileHost } from './file-host.js';
import { TOKEN } from './own-application.js';
import { callTool } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';
import { secretsIn } from './secrets.js';
import {
  callAsChatGpt,
  CHATGPT,
  startUploadApplication,
  type UploadApplication,
} from './upload-application.js';

const MB = 1024 * 1024;
const PNG = { 'content-type': 'image/png' };

let application: UploadApplication;
let host: FileHost;
let server: RunningServer;

beforeAll(async () => {
  [application, host] = await Promise.all([startUploadApplication(), startFileHost()]);
  server = await startServer(application.url, {
    CLIENT_METADATA_ALLOW_LOOPBACK: 'on',
    NODE_EXTRA_CA_CERTS: host.certificate,
    RATE_LIMIT_PER_PERSON: '0',
    LOG_LEVEL: 'trace',
    AUDIT_LOG: 'stdout',
    AUDIT_FIELDS: '*',
  });
});
afterEach(() => {
  application.uploads.length = 0;
  host.asked.length = 0;
  application.onPiece = () => {};
});
afterAll(async () => {
  // It fails where the log has a link's secret.
  await server.stop();
  await Promise.all([application.close(), host.close()]);
});

/** @returns what the model is told, which never has the link */
async function refusal(photo: unknown, url = server.url): Promise<string> {
  const { content, isError } = await callAsChatGpt(url, 'create_photo', { photo });
  const { text } = content![0]!;
  expect([isError, secretsIn(text)]).toEqual([true, []]);
  expect(text).not.toContain('localhost');
  return text;
}

const attached = (listener: RequestListener, more: object = {}) => ({
  download_url: host.link(listener),
  file_id: 'file_1',
  mime_type: 'image/png',
  ...more,
});

const uploadsToPhotos = () => application.asked.filter((path) => path.endsWith('/photos'));

describe('nothing is sent to the application when', () => {
  it.each<[what: string, listener: RequestListener, says: RegExp]>([
    ['the link has expired', serving(403, {}, 'expired'), /it answered 403.*probably expired/],
    [
      'it leads to a private address',
      serving(302, { location: 'https://10.0.0.1/' }, ''),
      /it must be at a public address/,
    ],
    [
      'the file is larger than 25 MB',
      file('image/png', Buffer.alloc(25 * MB + 1)),
      /it is larger than 25 MB/,
    ],
    ['the file is empty', file('image/png', ''), /it is empty/],
    [
      'the file is packed',
      serving(200, { ...PNG, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(MB))),
      /it is compressed/,
    ],
    [
      'the link leads to a page',
      file('text/html; charset=utf-8', '<h1>Sign in</h1>'),
      /mime_type says image\/png, but its link leads to text\/html/,
    ],
  ])('%s', async (_what, listener, says) => {
    const before = uploadsToPhotos().length;
    const text = await refusal(attached(listener));
    expect(text).toMatch(says);
    expect(text).toMatch(/^"photo" (could not be fetched|was not sent)/);
    expect(uploadsToPhotos().length).toBe(before);
    expect(host.asked).toHaveLength(1);
  });

  it('the operation does not take such a file', async () => {
    const text = await refusal(attached(file('image/gif', 'GIF89a'), { mime_type: 'image/gif' }));
    expect(text).toBe(
      '"photo" was not sent: it is image/gif, and the operation takes image/png or image/jpeg.',
    );
    const before = uploadsToPhotos().length;
    await refusal(attached(file('image/gif', 'GIF89a'), { mime_type: undefined }));
    expect(uploadsToPhotos().length).toBe(before);
  });

  it.each<[what: string, photo: Record<string, unknown>, says: RegExp]>([
    ['its file_id is missing', { file_id: undefined }, /"photo" needs a file_id/],
    ['its download_url is missing', { download_url: undefined }, /"photo" needs a download_url/],
    ['its download_url is no address', { download_url: '/mnt/a.png' }, /needs a download_url/],
    ['its download_url holds a password', { download_url: 'https://a:b@localhost/' }, /needs a/],
    ['its download_url is a file', { download_url: 'file:///etc/passwd' }, /https address/],
    ['its mime_type is none', { mime_type: 'png\r\nX-Evil: 1' }, /has a mime_type that is none/],
  ])('%s', async (_what, more, says) => {
    expect(await refusal(attached(file('image/png', 'x'), more))).toMatch(says);
    expect([host.asked, application.uploads]).toEqual([[], []]);
  });

  it('there are more than ten of them', async () => {
    const pages = Array.from({ length: 11 }, () => attached(file('image/png', 'x')));
    const { content } = await callAsChatGpt(server.url, 'create_album', { pages });
    expect(content![0]!.text).toBe('create_album was not called: 10 files by link at most.');
    expect([host.asked, application.uploads]).toEqual([[], []]);
  });

  it('a reference comes without its link', async () => {
    expect(await refusal('attached-file:file_1')).toMatch(/attached file without its link/);
    expect(application.uploads).toEqual([]);
  });
});

it.each<[what: string, listener: RequestListener, says: RegExp]>([
  [
    'the file is larger than 25 MB, and its host does not say so',
    (_request, response) => {
      response.writeHead(200, PNG).end(Buffer.alloc(26 * MB));
    },
    /it is larger than 25 MB/,
  ],
  [
    'the link dies in the middle',
    (_request, response) => {
      response.writeHead(200, PNG).write(Buffer.alloc(MB));
      setTimeout(() => response.destroy(), 200);
    },
    /it broke off before its end/,
  ],
  [
    'its host has lied about the length',
    (_request, response) => {
      response.writeHead(200, { ...PNG, 'content-length': '2000000' }).write(Buffer.alloc(MB));
      setTimeout(() => response.destroy(), 200);
    },
    /it broke off before its end/,
  ],
])('the application never gets a whole request when %s', async (_what, listener, says) => {
  const before = uploadsToPhotos().length;
  const text = await refusal(attached(listener));
  expect(text).toMatch(says);
  expect(text).toContain('The upload was broken off');
  await until(() => application.uploads.length > 0);
  expect(application.uploads.map(({ isWhole }) => isWhole)).toEqual([false]);
  // Sent once, and never again.
  expect(uploadsToPhotos().length).toBe(before + 1);
});

it('without the switch for development, no link leads to this machine', async () => {
  const plain = await startServer(application.url, { NODE_EXTRA_CA_CERTS: host.certificate });
  const photo = attached(file('image/png', 'x'));
  expect(await refusal(photo, plain.url)).toMatch(/it must be at a public address/);
  expect(host.asked).toEqual([]);
  await plain.stop();
});

it('a client that goes away ends the download and the upload', async () => {
  let isClosed = false;
  const photo = attached((_request, response) => {
    response.writeHead(200, PNG).write(Buffer.alloc(MB));
    response.on('close', () => (isClosed = true));
  });
  const gone = new AbortController();
  application.onPiece = () => gone.abort();
  const options = { token: TOKEN, headers: CHATGPT, signal: gone.signal };
  await expect(callTool(server.url, 'create_photo', { photo }, options)).rejects.toThrow(/abort/i);
  await until(() => isClosed && application.uploads.length === 1);
  expect(application.uploads[0]!.isWhole).toBe(false);
});
