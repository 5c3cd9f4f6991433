import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { appConfig, ConfigError, type AppConfig } from './config/app-config.js';
import { SERVER_VERSION } from './config/version.js';
import { corsFor } from './cors.js';
import { ToolCatalog } from './mcp/tool-catalog.js';
import { RequestLogger } from './request-logger.js';

async function start(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    abortOnError: false,
    // Each endpoint reads its own body, and only after its guards have let the request in.
    bodyParser: false,
    // A start that fails says so in one line, below.
    logger: false,
  });
  const config = app.get<AppConfig>(appConfig.KEY);
  app.useLogger(app.get(RequestLogger));
  app.disable('x-powered-by').disable('etag');
  app.enableCors(corsFor(config));
  await app.listen(config.server.port, config.server.host);
  printBanner(config, app.get(ToolCatalog).current?.tools.length);

  const stop = () => void app.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function printBanner({ server, bulletTrain }: AppConfig, tools: number | undefined): void {
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
    Tools: tools ?? 'none yet: the OpenAPI document is not there, trying again',
  })) {
    logger.log(`${`${name}:`.padEnd(14)}${value}`);
  }
}

/** One line that says what to change, and no stack: whoever reads it did not write this program. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `SERVER_PORT ${port} is taken: stop what listens there, or choose another`;
  if (code === 'EACCES')
    return `SERVER_PORT ${port} needs rights that this user has not: choose one from 1024`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `SERVER_HOST ${address ?? ''} is not an address of this machine: try 0.0.0.0`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await start();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
