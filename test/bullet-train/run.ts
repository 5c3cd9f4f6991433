import { parseArgs } from 'node:util';
import { startApplication } from './application.ts';

const USAGE = `Starts a Bullet Train application on the genuine gems, with a new database, and ends it at Ctrl-C.

npm run bullet-train -- [--port 3000] [--host 127.0.0.1] [--base-url http://localhost:3000]
  [--production]        RAILS_ENV=production, behind a proxy that speaks https
  [--stock-gemfile]     factory_bot_rails in development and test alone
  [--doorkeeper-6]      the next Doorkeeper
  [--refresh-tokens]    use_refresh_token
  [--pkce]              the columns that Doorkeeper needs to check PKCE
  [--redirect-uris U]   of the seeded Platform Application, with commas
  [--quiet]             without its log`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    host: { type: 'string', default: '127.0.0.1' },
    'base-url': { type: 'string' },
    production: { type: 'boolean', default: false },
    'stock-gemfile': { type: 'boolean', default: false },
    'doorkeeper-6': { type: 'boolean', default: false },
    'refresh-tokens': { type: 'boolean', default: false },
    pkce: { type: 'boolean', default: false },
    'redirect-uris': { type: 'string' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) console.log(USAGE);
else await run();

async function run(): Promise<void> {
  let stopping = false;
  const application = startApplication({
    port: Number(values.port),
    host: values.host,
    baseUrl: values['base-url'],
    environment: values.production ? 'production' : 'development',
    stockGemfile: values['stock-gemfile'],
    doorkeeper: values['doorkeeper-6'] ? 6 : 5,
    refreshTokens: values['refresh-tokens'],
    pkce: values.pkce,
    redirectUris: values['redirect-uris']?.split(','),
    onOutput: values.quiet ? undefined : (text) => process.stderr.write(text),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void application.then(({ stop }) => stop()).finally(() => process.exit(0));
    });
  }
  try {
    const { url, ended, stop } = await application;
    console.log(`
A Bullet Train application is at ${url}
  people (password bullet-train): alice@example.com, bob@example.com, carol@example.com
  their tokens: sandbox-token-of-alice, sandbox-token-of-bob, sandbox-token-of-carol
  a Platform Application: sandbox-client-id, sandbox-client-secret
Ctrl-C ends it; its data is gone then.
`);
    await ended;
    if (!stopping) await stop();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
