import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import {
  answering,
  reading,
  startApplication,
  TOKEN,
  type OwnApplication,
} from './own-application.js';
import { anyJson, anyJsonList } from './raw-json.js';
import { ERAS, post } from './raw-mcp.js';
import { startServer, UNBUNDLED, type RunningServer } from './running-server.js';

const PRELOAD = fileURLToPath(new URL('fast-path-preload.ts', import.meta.url));
const RUNS = 150;

let application: OwnApplication;
let fast: RunningServer;
let slow: RunningServer;
let body = '[]';

beforeAll(async () => {
  const now: ReturnType<typeof answering> = (request, response) =>
    answering(body)(request, response);
  application = await startApplication(
    { '/things': reading({ type: 'array', items: { type: 'object' } }), '/thing': reading({}) },
    { '/things': now, '/thing': now },
  );
  const variables = {
    NODE_OPTIONS: `--import=${PRELOAD}`,
    PUBLIC_URL: 'http://localhost:1',
    RATE_LIMIT_PER_PERSON: '0',
  };
  [fast, slow] = await Promise.all([
    startServer(application.url, variables, UNBUNDLED),
    startServer(application.url, { ...variables, FAST_PATH: 'off' }, UNBUNDLED),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all([fast.stop(), slow.stop()]);
  await application.close();
});

it.each([
  ['list_things', anyJsonList],
  ['get_thing', anyJson],
])(
  '%s passes any JSON on byte for byte as the SDK does, in both eras',
  async (name, bodies) => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(...ERAS), async (json, era) => {
        body = json;
        const ask = ({ url }: RunningServer) =>
          post(url, 'tools/call', { name, arguments: {} }, { token: TOKEN, era });
        const [one, other] = await Promise.all([ask(fast), ask(slow)]);
        expect(one.text).toBe(other.text);
        expect(one.status).toBe(200);
        // The text has every digit; structured content is the same except for them.
        const { content, structuredContent } = one.body.result!;
        expect(JSON.parse(content![0]!.text)).toEqual(structuredContent);
      }),
      { numRuns: RUNS },
    );
  },
  120_000,
);

it('of two members with one name, the last is shown and checked', async () => {
  body =
    '[{"id":1,"token":"hidden-1","token":null},{"id":2,"a":1,"token":null,"token":"hidden-2"}]';
  const call = { name: 'list_things', arguments: {} };
  const { text, body: answer } = await post(fast.url, 'tools/call', call, { token: TOKEN });
  expect(text).not.toContain('hidden-');
  expect(answer.result!.structuredContent!.items).toEqual([
    { id: 1, token: null },
    { id: 2, a: 1, token: '[redacted]' },
  ]);
});
