import { randomBytes } from 'node:crypto';
import { plant } from '../secrets.js';
import { freePort, startServer, type RunningServer } from '../running-server.js';
import { startTlsProxy } from '../tls-proxy.js';
import {
  startApplication,
  type ApplicationOptions,
  type RunningApplication,
} from './application.js';

export const CLIENT_ID = 'sandbox-client-id';
export const CLIENT_SECRET = 'sandbox-client-secret';
export const ALICE_TOKEN = 'sandbox-token-of-alice';
export const CAROL_TOKEN = 'sandbox-token-of-carol';
export const PASSWORD = 'bullet-train';
/** The redirect URI of a person's own application; nothing listens there. */
export const OWN_REDIRECT_URI = 'https://client.example/callback';

plant(ALICE_TOKEN, CAROL_TOKEN);

/** A Bullet Train application with the built server in front of it, as an operator runs the two. */
export interface Rig {
  application: RunningApplication;
  /** The application's address for browsers. */
  applicationUrl: string;
  server: RunningServer;
  /** The server's address for clients and browsers. */
  publicUrl: string;
  close(): Promise<void>;
}

/** In production, https proxies are in front of both, because the application accepts no other redirect URI. */
export async function startRig(options: Omit<ApplicationOptions, 'port'> = {}): Promise<Rig> {
  const [port, serverPort] = [await freePort(), await freePort()];
  const secure = options.environment === 'production';
  const applicationProxy = secure ? await freePort() : port;
  const serverProxy = secure ? await freePort() : serverPort;
  const origin = (proxied: number) => `http${secure ? 's' : ''}://localhost:${proxied}`;
  const [applicationUrl, publicUrl] = [origin(applicationProxy), origin(serverProxy)];
  const application = await startApplication({
    port,
    baseUrl: applicationUrl,
    redirectUris: [`${publicUrl}/oauth/callback`, OWN_REDIRECT_URI],
    ...options,
  });
  // Its first rendering loads all models and factories, which the server does not wait for when it starts.
  await (await fetch(`${application.url}/api/v1/openapi.yaml`)).text();
  const server = await startServer(application.url, {
    SERVER_PORT: String(serverPort),
    PUBLIC_URL: publicUrl,
    BULLET_TRAIN_PUBLIC_URL: applicationUrl,
    BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
    BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
    OAUTH_SECRET: randomBytes(32).toString('base64'),
    TOKEN_CACHE_SECONDS: '0',
  });
  const proxies = secure
    ? [
        await startTlsProxy(applicationProxy, application.url),
        await startTlsProxy(serverProxy, server.url),
      ]
    : [];
  const close = async () => {
    for (const proxy of proxies) await proxy.close();
    await server.stop();
    await application.stop();
  };
  return { application, applicationUrl, server, publicUrl, close };
}
