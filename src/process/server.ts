import cluster from 'node:cluster';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { Logger, type INestApplication, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ExpressAdapter } from '@nestjs/platform-express/adapters/express-adapter.js';
import { AppModule } from '../app.module.js';
import { appConfig, ConfigError, type AppConfig } from '../config/app-config.js';
import { configWarnings } from '../config/warnings.js';
import { SERVER_VERSION } from '../config/version.js';
import { prepareDrain } from './drain.js';
import { ignoreLogErrors, installCrashHandlers } from './crash-handlers.js';
import { configureHttp } from '../http/http-server.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { RequestContext } from '../request/request-context.js';
import { SdkResponder } from '../mcp/sdk/sdk-responder.js';
import { observe } from './observe.js';
import { prepareValidation } from '../openapi/request/arguments.js';
import { serveMetrics, workersMetrics } from '../telemetry/metrics-server.js';
import { ServerLog } from '../telemetry/server-log.js';
import { superviseWorkers } from './workers.js';

/** Clients that waited for the start come first. */
const SETTLE_AFTER_MS = 500;

/**
 * Starts the server, or its workers, and returns when it listens. A failed start prints one line that says what to
 * change, and ends the process with exit status 1.
 */
export async function startServer(): Promise<void> {
  ignoreLogErrors();
  try {
    await start();
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const config = appConfig();
  const { workers, oauth, metricsPort, server, audit } = config;
  if (workers === 1 || cluster.isWorker) return serve();
  Logger.overrideLogger(new ServerLog(config.log));
  if (metricsPort !== undefined) {
    await serveMetrics(server.host, metricsPort, await workersMetrics());
  }
  // Each worker would make its own secret, and could not open what another has sealed.
  const [secret] = oauth.secrets;
  const shared = oauth.secretIsTemporary && secret && { OAUTH_SECRET: secret.toString('base64') };
  superviseWorkers(workers, { ...shared }, audit.log === 'file' ? ['SIGHUP'] : []);
  logWarnings(config);
}

async function serve(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, new ExpressAdapter(), {
    abortOnError: false,
    // Each endpoint reads its own body, after its guards have admitted the request.
    bodyParser: false,
    // A failed start is explained in one line, below.
    logger: false,
  });
  const config = app.get<AppConfig>(appConfig.KEY);
  const observation = await observe(app, config);
  configureHttp(app, config, observation.onRequest);
  const drain = prepareDrain(app.getHttpServer());
  await listen(app, config);
  settle(app);

  let isStopping = false;
  const stop = async (exitCode: number) => {
    if (isStopping) return;
    isStopping = true;
    const drained = drain(config.server.shutdownGraceSeconds * 1000);
    await app.get(SdkResponder).endStreams();
    await drained;
    await app.close();
    await observation.close();
    process.exit(exitCode);
  };
  // A second signal means that the operator does not want to wait.
  const asked = () => (isStopping ? process.exit(0) : void stop(0));
  process.on('SIGTERM', asked);
  // A terminal sends SIGINT to every process of a program; the first process tells its workers.
  process.on('SIGINT', cluster.isPrimary ? asked : () => undefined);
  const context = app.get(RequestContext);
  installCrashHandlers(
    () => context.response,
    () => void stop(1),
  );

  // Last, because a script that reads the banner may stop the server at once.
  if (cluster.isPrimary || cluster.worker?.id === 1) {
    printBanner(config, app.get(ToolCatalog).current?.tools.length);
  }
  if (cluster.isPrimary) logWarnings(config);
}

/** Nest's own `listen` takes no backlog. */
async function listen(app: INestApplication, { server }: AppConfig): Promise<void> {
  await app.init();
  const { port, host, backlog } = server;
  // Nest types it as any.
  const httpServer: Server = app.getHttpServer();
  const listening = httpServer.listen({ port, host, backlog });
  await once(listening, 'listening');
}

/** Loads what the start put off, so that the first client waits neither for the start nor for the load. */
function settle(app: INestApplicationContext): void {
  setTimeout(() => {
    app.get(SdkResponder).warmUp();
    prepareValidation();
  }, SETTLE_AFTER_MS).unref();
}

function printBanner(config: AppConfig, tools: number | undefined): void {
  const { server, bulletTrain, oauth } = config;
  const { publicUrl } = server;
  const logger = new Logger('Start');
  for (const [name, value] of Object.entries({
    Server: `bullet-train-mcp ${SERVER_VERSION} on ${server.host}:${server.port}`,
    MCP: `${publicUrl}/mcp`,
    Authorize: `${publicUrl}/oauth/authorize`,
    Token: `${publicUrl}/oauth/token`,
    Discovery: `${publicUrl}/.well-known/oauth-authorization-server`,
    Health: `${publicUrl}/health`,
    'Bullet Train': `${bulletTrain.baseUrl}/api/${bulletTrain.apiVersion}`,
    'Sign-in': oauth.application
      ? `every client, through ${publicUrl}/oauth/callback`
      : 'only with the client ID of a Platform Application; BULLET_TRAIN_CLIENT_ID opens it to every client',
    Tools: tools ?? 'none yet: the OpenAPI document could not be fetched; trying again',
  })) {
    logger.log(`${`${name}:`.padEnd(14)}${value}`);
  }
}

function logWarnings(config: AppConfig): void {
  const logger = new Logger('Start');
  for (const warning of configWarnings(config)) logger.warn(warning);
}

/** One line that says what to change, without a stack: its reader did not write this program. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  // `listen` adds them to its errors; what another error lacks is not shown.
  const { code, port, address }: { code?: string; port?: number; address?: string } = Object(error);
  if (code === 'EADDRINUSE')
    return `SERVER_PORT ${port} is taken: stop the program that uses it, or choose another port`;
  if (code === 'EACCES')
    return `SERVER_PORT ${port} needs rights that this user does not have: choose 1024 or above`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `SERVER_HOST ${address ?? ''} is not an address of this machine: try 0.0.0.0`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
