import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { file, serving, startFileHost, type FileHost } from './file-host.js';
import { RunningRedis } from './redis.js';
import { freePort, startServer, type RunningServer } from './running-server.js';
import { secretsIn } from './secrets.js';
import {
  callAsChatGpt,
  startUploadApplication,
  type UploadApplication,
} from './upload-application.js';

let application: UploadApplication;
let host: FileHost;
let variables: Record<string, string>;

beforeAll(async () => {
  [application, host] = await Promise.all([startUploadApplication(), startFileHost()]);
  variables = {
    CLIENT_METADATA_ALLOW_LOOPBACK: 'on',
    NODE_EXTRA_CA_CERTS: host.certificate,
    OAUTH_SECRET: randomBytes(32).toString('base64'),
  };
});
afterEach(() => {
  application.uploads.length = 0;
});
afterAll(async () => {
  await Promise.all([application.close(), host.close()]);
});

/** A new link to the same file, as ChatGPT makes one for each call. */
const photo = (id = 'file_1', listener = file('image/png', 'the photo')) => ({
  download_url: host.link(listener),
  file_id: id,
  mime_type: 'image/png',
  file_name: 'sea.png',
});

describe('CONFIRM and files by link', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(application.url, { ...variables, CONFIRM: 'write' });
  });
  afterAll(async () => {
    await server.stop();
  });

  it('the approval is for the file, whose link is another when the call is repeated', async () => {
    const asked = await callAsChatGpt(server.url, 'create_photo', { photo: photo() });
    const { confirm, asks } = asked.structuredContent as { confirm: string; asks: string };
    expect(asks).toContain('sea.png');
    expect(secretsIn(JSON.stringify(asked))).toEqual([]);
    expect([application.uploads, host.asked]).toEqual([[], []]);

    const other = { photo: photo('file_2'), confirm };
    const refused = await callAsChatGpt(server.url, 'create_photo', other);
    expect(refused.content![0]!.text).toContain('this approval is for other arguments');

    const args = { photo: photo(), confirm };
    const done = await callAsChatGpt(server.url, 'create_photo', args);
    expect(done.structuredContent).toEqual({ id: 7 });
    expect(String(application.uploads[0]!.body)).toContain('the photo');
  });
});

if (!RunningRedis.isInstalled) {
  console.warn('Skipped: there is no redis-server on this machine (Debian: redis-server)');
}
const describeWithRedis = RunningRedis.isInstalled ? describe : describe.skip;

describeWithRedis('an idempotency key and files by link', () => {
  let redis: RunningRedis;
  let server: RunningServer;
  beforeAll(async () => {
    redis = new RunningRedis(await freePort());
    await redis.start();
    server = await startServer(application.url, { ...variables, REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await server.stop();
    await redis.kill();
  });

  it('a repeat with the same file under a new link is done once, another file is refused', async () => {
    const key = 'key-1';
    const call = (id: string) =>
      callAsChatGpt(server.url, 'create_photo', { photo: photo(id), idempotency_key: key });
    const [first, again] = [await call('file_1'), await call('file_1')];
    expect(again).toEqual(first);
    expect(application.uploads).toHaveLength(1);
    expect((await call('file_2')).content![0]!.text).toContain('used with other arguments');
    expect(application.uploads).toHaveLength(1);
  });

  it('a call whose link has failed did nothing, so its key is good for another', async () => {
    const key = 'key-2';
    const expired = photo('file_1', serving(403, {}, 'expired'));
    const failed = { photo: expired, idempotency_key: key };
    expect(await callAsChatGpt(server.url, 'create_photo', failed)).toMatchObject({
      isError: true,
    });
    const args = { photo: photo(), idempotency_key: key };
    expect((await callAsChatGpt(server.url, 'create_photo', args)).structuredContent).toEqual({
      id: 7,
    });
    expect(application.uploads).toHaveLength(1);
  });
});
