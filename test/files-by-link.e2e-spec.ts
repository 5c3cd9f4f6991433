import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { file, startFileHost, type FileHost } from './file-host.js';
import { TOKEN } from './own-application.js';
import { callAndListen, type Notified } from './progress-rig.js';
import { callTool, ERAS, post, type RawTool } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';
import { secretsIn } from './secrets.js';
import {
  callAsChatGpt,
  CHATGPT,
  startUploadApplication,
  type UploadApplication,
} from './upload-application.js';

const MB = 1024 * 1024;
const PHOTO = randomBytes(300_000);
const CONTENTS = Buffer.concat([Buffer.from('--bullet-train-mcp\r\n'), PHOTO]);

let application: UploadApplication;
let host: FileHost;
let server: RunningServer;

beforeAll(async () => {
  [application, host] = await Promise.all([startUploadApplication(), startFileHost()]);
  server = await startServer(application.url, {
    CLIENT_METADATA_ALLOW_LOOPBACK: 'on',
    NODE_EXTRA_CA_CERTS: host.certificate,
    UPLOAD_MAX_BYTES: String(128 * MB),
    RATE_LIMIT_PER_PERSON: '0',
    BATCHES: 'on',
  });
});
afterEach(() => {
  application.uploads.length = 0;
  application.onPiece = () => {};
});
afterAll(async () => {
  // It fails where the log has a link's secret.
  await server.stop();
  await Promise.all([application.close(), host.close()]);
});

const attached = (link: string, more: object = {}) => ({
  download_url: link,
  file_id: 'file_1',
  mime_type: 'image/png',
  file_name: 'me at sea.png',
  ...more,
});

/** The one request that the application got, with its parts. */
function upload() {
  expect(application.uploads).toHaveLength(1);
  const [{ headers, body }] = application.uploads as [(typeof application.uploads)[0]];
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1] ?? 'none';
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return { headers, body, parts: parts.map((part) => part.slice(2, -2).split('\r\n\r\n', 2)) };
}

describe('the list of tools', () => {
  async function list(headers: Record<string, string>, path = '/mcp'): Promise<RawTool[]> {
    const { body } = await post(server.url, 'tools/list', {}, { token: TOKEN, headers, path });
    return body.result!.tools!;
  }
  const find = (tools: RawTool[], name: string) => tools.find((tool) => tool.name === name)!;

  it('has the object that ChatGPT fills in, for ChatGPT alone', async () => {
    const [theirs, others] = await Promise.all([list(CHATGPT), list({})]);
    const photo = find(theirs, 'create_photo');
    const byLink = {
      type: 'object',
      properties: {
        download_url: { type: 'string' },
        file_id: { type: 'string' },
        mime_type: { type: 'string' },
        file_name: { type: 'string' },
      },
      required: ['download_url', 'file_id'],
      additionalProperties: false,
    };
    expect(photo.inputSchema.properties['photo']).toEqual({ ...byLink, description: 'File' });
    expect(photo).toMatchObject({ _meta: { 'openai/fileParams': ['photo'] } });
    const pages = find(theirs, 'create_album').inputSchema.properties['pages'];
    expect(pages).toEqual({ type: 'array', items: byLink, description: 'Files' });
    expect(find(others, 'create_photo').inputSchema.properties['photo']).toMatchObject({
      type: 'string',
    });
    expect(JSON.stringify(others)).not.toContain('fileParams');
    // An unknown parameter leads past the fast path.
    const options = { token: TOKEN, headers: CHATGPT };
    const sdk = await post(server.url, 'tools/list', { unknown: 1 }, options);
    expect(sdk.body.result!.tools).toEqual(theirs);
    for (const [name, argument] of [
      ['create_contact', 'profile_photo'],
      ['create_seal', 'seal'],
      ['update_backup', 'body'],
    ] as const) {
      expect(find(theirs, name)).toMatchObject({ _meta: { 'openai/fileParams': [argument] } });
    }
  });
});

describe.each(ERAS)('a file by link (%s)', (era) => {
  it('reaches the application as a part of the form, with its name and type', async () => {
    const link = host.link(file('image/png', CONTENTS));
    const args = { title: 'Sea', photo: attached(link) };
    const result = await callAsChatGpt(server.url, 'create_photo', args, era);
    expect(result.structuredContent).toEqual({ id: 7 });
    const { headers, body, parts } = upload();
    expect(headers['content-length']).toBe(String(body.length));
    expect(parts).toEqual([
      ['Content-Disposition: form-data; name="title"', 'Sea'],
      [
        'Content-Disposition: form-data; name="photo"; filename="me at sea.png"\r\nContent-Type: image/png',
        CONTENTS.toString('latin1'),
      ],
    ]);
  });
});

it('a large file that is asked about tells how much of it the application has', async () => {
  const photo = attached(host.link(file('image/png', randomBytes(2 * MB))));
  const options = { token: TOKEN, headers: CHATGPT };
  const { answer, notified } = await callAndListen(server.url, 'create_photo', { photo }, options);
  expect(answer.result!.structuredContent).toEqual({ id: 7 });
  const [{ total, progress, message }] = notified as [Notified];
  expect(total).toBe(upload().body.length);
  expect(progress).toBeGreaterThanOrEqual(64_000);
  expect(message).toMatch(/^[\d,]+ of 2,09\d kB sent to the application$/);
  const small = { photo: attached(host.link(file('image/png', 'small'))) };
  expect((await callAndListen(server.url, 'create_photo', small, options)).isStream).toBe(false);
});

it('a file may come as base64 too, also from ChatGPT', async () => {
  const args = { photo: `data:image/png;base64,${PHOTO.toString('base64')}` };
  await callAsChatGpt(server.url, 'create_photo', args);
  expect(upload().parts[0]![1]).toBe(PHOTO.toString('latin1'));
});

it('files by link reach a list, a Rails form, a body that is a file, and JSON', async () => {
  const link = (body: string) => host.link(file('application/octet-stream', body));
  const pages = ['one', 'two'].map((text, at) => ({
    download_url: link(text),
    file_id: `file_${at}`,
    file_name: `../../${text}.pdf`,
    mime_type: 'application/pdf',
  }));
  await callAsChatGpt(server.url, 'create_album', { pages });
  expect(upload().parts.map(([head, text]) => [/filename="(.*?)"/.exec(head!)![1], text])).toEqual([
    ['one.pdf', 'one'],
    ['two.pdf', 'two'],
  ]);

  application.uploads.length = 0;
  const contact = { name: 'Ann', profile_photo: attached(link('ann')) };
  await callAsChatGpt(server.url, 'create_contact', { contact });
  expect(upload().parts.map(([head]) => /name="(.*?)"/.exec(head!)![1])).toEqual([
    'contact[name]',
    'contact[profile_photo]',
  ]);

  application.uploads.length = 0;
  await callAsChatGpt(server.url, 'update_backup', { body: attached(link('all of it')) });
  expect(upload().body.toString()).toBe('all of it');

  application.uploads.length = 0;
  const seal = attached(host.link(file('image/png', PHOTO)));
  await callAsChatGpt(server.url, 'create_seal', { name: 'x"y', seal });
  const { headers, body } = upload();
  expect(headers['content-length']).toBe(String(body.length));
  expect(JSON.parse(body.toString())).toEqual({ name: 'x"y', seal: PHOTO.toString('base64') });
});

it('each item of a batch has its own file', async () => {
  const items = ['a', 'b'].map((text) => ({
    title: text,
    photo: attached(host.link(file('image/png', text)), { file_id: `file_${text}` }),
  }));
  const result = await callAsChatGpt(server.url, 'create_photo', { items });
  expect(result.structuredContent).toMatchObject({ done: 2 });
  const bodies = application.uploads.map(({ body }) => body.toString());
  expect(bodies.map((body) => /\r\n\r\n(\w)\r\n--\S+--\r\n$/.exec(body)![1])).toEqual(['a', 'b']);
});

describe('a large file', () => {
  it('reaches the application while it still arrives, without a length too', async () => {
    let arrived = 0;
    application.onPiece = (piece) => (arrived += piece.length);
    const link = host.link((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).write(Buffer.alloc(MB));
      // The rest comes only when the application has the beginning.
      void until(() => arrived >= MB).then(() => response.end('the end'));
    });
    await callAsChatGpt(server.url, 'create_photo', { photo: attached(link) });
    const { headers, parts } = upload();
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(parts[0]![1]).toHaveLength(MB + 'the end'.length);
    expect(parts[0]![1]!.endsWith('the end')).toBe(true);
  });

  it('is never held in memory', async () => {
    const most = () => {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(
        readFileSync(`/proc/${server.pid}/status`, 'utf8'),
      )!;
      return (Number(kilobytes) * 1024) / MB;
    };
    const link = (pieces: number) =>
      host.link((_request, response) => {
        const all = Readable.from(Array.from({ length: pieces }, () => Buffer.alloc(MB)));
        all.pipe(response.writeHead(200, { 'content-type': 'image/png' }));
      });
    application.isKept = false;
    await callAsChatGpt(server.url, 'create_photo', { photo: attached(link(1)) });
    const before = most();
    await callAsChatGpt(server.url, 'create_photo', { photo: attached(link(128)) });
    application.isKept = true;
    // Garbage that waits for its collection; what is held would be more than the file.
    expect(most() - before).toBeLessThan(110);
  }, 30_000);
});

it('a client that is not ChatGPT is told to send the file itself, and no link is opened', async () => {
  const link = host.link(file('image/png', 'x'));
  const before = host.asked.length;
  const args = { photo: attached(link) };
  const { content, isError } = await callTool(server.url, 'create_photo', args, { token: TOKEN });
  expect(isError).toBe(true);
  expect(content![0]!.text).toMatch(/"photo" must be the file's content as base64/);
  expect(secretsIn(content![0]!.text)).toEqual([]);
  expect(host.asked.length).toBe(before);
});
