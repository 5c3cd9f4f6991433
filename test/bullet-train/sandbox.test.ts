import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { freePort } from '../running-server.js';
import { startApplication, type RunningApplication } from './application.js';
import { ask } from './ask.js';
import { QUESTIONS } from './questions.js';
import { OWN_REDIRECT_URI } from './rig.js';

let application: RunningApplication;
let sandbox: Sandbox;

// In production, because errors look there as clients of real applications see them.
beforeAll(async () => {
  const redirectUris = [OWN_REDIRECT_URI];
  sandbox = await startSandbox({ port: 0, redirectUris });
  const port = await freePort();
  const baseUrl = `https://localhost:${port}`;
  application = await startApplication({ port, environment: 'production', baseUrl, redirectUris });
});

afterAll(async () => {
  await application?.stop();
  await sandbox?.close();
});

// In order, because each may read what an earlier one wrote.
it.each(QUESTIONS)('$name: the sandbox answers like the real application', async (question) => {
  const [real, ours] = [await ask(application.url, question), await ask(sandbox.url, question)];
  expect(ours).toEqual(real);
});
