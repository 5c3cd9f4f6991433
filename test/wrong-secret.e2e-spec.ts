import { expect, it } from '@jest/globals';
import { startBroker } from './broker.js';
import { RawClient } from './raw-oauth.js';

const WRONG = 'not-the-secret-of-the-platform-application';

it('a wrong client secret tells the client who has to act, and the operator what to do', async () => {
  const { server, close } = await startBroker({}, { BULLET_TRAIN_CLIENT_SECRET: WRONG });
  const client = await RawClient.register(server.url);
  // The application refuses at the first visit, by which the server learns who has signed in.
  const back = (await client.signIn()).searchParams;
  expect([back.get('error'), back.has('code')]).toEqual(['server_error', false]);
  expect(back.get('error_description')).toMatch(/the operator of this server finds the reason/);
  expect(server.log()).toContain(
    'Sign-in through the application does not work: it refuses BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET',
  );
  expect(server.log()).not.toContain(WRONG);
  await close();
});
