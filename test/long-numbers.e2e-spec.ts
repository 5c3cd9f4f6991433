import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { startCorpusApplication, type CorpusApplication } from './corpus-application.js';
import type { CorpusCase } from './corpus-case.js';
import { writeMessage } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const { document } = load(
  readFileSync(new URL('./corpus/long-numbers.yaml', import.meta.url), 'utf8'),
) as CorpusCase;
const ARGUMENTS = '{"serial":1700000000000000001,"parts":[9007199254740993]}';
const SENT = 'serial=1700000000000000001&parts%5B%5D=9007199254740993';
/** A member of `_meta` that the fast path does not know. */
const RELATED = { 'io.modelcontextprotocol/related-task': { taskId: '1' } };

let application: CorpusApplication;
let server: RunningServer;

beforeAll(async () => {
  application = await startCorpusApplication();
  application.document = document;
  server = await startServer(application.url, { TOOLS_MODE: 'search' });
});
afterAll(async () => {
  await server.stop();
  await application.close();
});

/** A call whose arguments are JSON text, because JavaScript would change the numbers. */
async function call(name: string, args: string, meta: object): Promise<string | undefined> {
  application.received = [];
  const message = writeMessage(
    'tools/call',
    { name, arguments: '#', _meta: meta },
    { token: 'token' },
  );
  await fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: message.headers,
    body: message.body.replace('"#"', () => args),
  });
  return application.received[0]?.body;
}

it.each<[what: string, name: string, args: string, meta: object]>([
  ['in a plain call', 'create_form', ARGUMENTS, {}],
  ['in a call that the SDK answers', 'create_form', ARGUMENTS, RELATED],
  [
    'through call_read_operation',
    'call_write_operation',
    `{"operation":"create_form","arguments":${ARGUMENTS}}`,
    {},
  ],
  [
    'through call_read_operation, as JSON text',
    'call_write_operation',
    `{"operation":"create_form","arguments":${JSON.stringify(ARGUMENTS)}}`,
    {},
  ],
])('a long number keeps every digit %s', async (_what, name, args, meta) => {
  expect(await call(name, args, meta)).toBe(SENT);
});
