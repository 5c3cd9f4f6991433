import { randomBytes } from 'node:crypto';
import { registerAs } from '@nestjs/config';
import * as z from 'zod';
import { definedOf, translateOldNames } from './old-names.js';
import { readTokenPolicy } from './token-policy.js';
import { VARIABLE_SCHEMAS } from './variable-schemas.js';

/** A variable is wrong. One line, with the variable's name and what to write instead. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const environment = VARIABLE_SCHEMAS.superRefine((env, context) => {
  const refuse = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const id = env.BULLET_TRAIN_CLIENT_ID !== undefined;
  const secret = env.BULLET_TRAIN_CLIENT_SECRET !== undefined;
  if (id && !secret) {
    refuse('BULLET_TRAIN_CLIENT_SECRET', 'is missing: it goes with BULLET_TRAIN_CLIENT_ID');
  }
  if (secret && !id) {
    refuse('BULLET_TRAIN_CLIENT_ID', 'is missing: it goes with BULLET_TRAIN_CLIENT_SECRET');
  }
  if (env.METRICS_PORT === env.SERVER_PORT) {
    refuse('METRICS_PORT', 'must be another port than SERVER_PORT');
  }
  if (env.NODE_ENV !== 'production') return;
  if (id && !env.OAUTH_SECRET) {
    refuse('OAUTH_SECRET', 'is missing: make one with `openssl rand -base64 32`');
  }
  if (env.CLIENT_METADATA_ALLOW_LOOPBACK) {
    refuse('CLIENT_METADATA_ALLOW_LOOPBACK', 'is for development and tests, not for production');
  }
}).transform((env) => {
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.SERVER_PORT}`;
  return {
    bulletTrain: {
      /** Origin at which this server reaches the application. */
      baseUrl: env.BULLET_TRAIN_BASE_URL,
      /** Origin at which people's browsers reach it. */
      publicUrl: env.BULLET_TRAIN_PUBLIC_URL ?? env.BULLET_TRAIN_BASE_URL,
      apiVersion: env.BULLET_TRAIN_API_VERSION,
    },
    /** How the operator presents the application; everything may be undefined. */
    application: {
      /** Its document's title otherwise. */
      name: env.APPLICATION_NAME,
      logoUrl: env.APPLICATION_LOGO_URL,
      supportUrl: env.APPLICATION_SUPPORT_URL,
      privacyUrl: env.APPLICATION_PRIVACY_URL,
      termsUrl: env.APPLICATION_TERMS_URL,
      documentationUrl: env.APPLICATION_DOCUMENTATION_URL,
    },
    server: {
      port: env.SERVER_PORT,
      host: env.SERVER_HOST,
      /** Connections that may wait to be accepted, and those that one process has at once. */
      backlog: env.LISTEN_BACKLOG,
      maxConnections: env.MAX_CONNECTIONS,
      /** Origin at which clients reach this server; also the OAuth issuer, character for character. */
      publicUrl,
      /** Which proxies may say where a request comes from, as Express reads it. */
      trustProxy: env.TRUST_PROXY,
      /** How long a shutdown waits for what is running. */
      shutdownGraceSeconds: env.SHUTDOWN_GRACE_SECONDS,
      /** What a Host header may name at the MCP endpoint: what this server is called. */
      allowedHostnames: [
        new URL(publicUrl).hostname,
        'localhost',
        '127.0.0.1',
        '[::1]',
        ...env.ALLOWED_HOSTS,
      ],
      /** Which web pages may ask there, as src/config/allowed-origins.ts reads them. */
      allowedOrigins: env.ALLOWED_ORIGINS,
    },
    oauth: {
      /** The operator's application in Bullet Train; without it people sign in with their own alone. */
      application: readApplication(env.BULLET_TRAIN_CLIENT_ID, env.BULLET_TRAIN_CLIENT_SECRET),
      /** The first seals, all open. */
      secrets: env.OAUTH_SECRET ?? [randomBytes(32)],
      /** What is sealed is lost at the next start, and no second replica can open it. */
      secretIsTemporary: env.OAUTH_SECRET === undefined,
      ...readTokenPolicy(env.BULLET_TRAIN_TOKENS),
      /** Whether a client's metadata document may come from this machine, without TLS. */
      loopbackDocuments: env.CLIENT_METADATA_ALLOW_LOOPBACK,
    },
    limits: {
      /** Requests a minute; 0 for any number. */
      perToken: env.RATE_LIMIT_PER_TOKEN,
      /** Requests a minute that sign in, or carry no good token. */
      perAddress: env.RATE_LIMIT_PER_ADDRESS,
      /** Where the replicas count together. */
      redisUrl: env.REDIS_URL,
    },
    log: {
      level: env.LOG_LEVEL,
      /** For programs, rather than for people. */
      isJson: env.NODE_ENV === 'production',
    },
    /** Where Prometheus finds the metrics; undefined for nowhere. */
    metricsPort: env.METRICS_PORT,
    /** Whether there is an OpenTelemetry collector; its libraries read the rest themselves. */
    traces:
      !env.OTEL_SDK_DISABLED &&
      (env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined,
    /** Processes that share the port. */
    workers: env.WORKERS,
    tokenCacheSeconds: env.TOKEN_CACHE_SECONDS,
    /** A file or an address; undefined for where the application serves it. */
    openapiDocument: env.OPENAPI_DOCUMENT,
    openapiRefreshSeconds: env.OPENAPI_REFRESH_SECONDS,
    upstreamTimeoutMs: env.UPSTREAM_TIMEOUT_MS,
    /** Of all workers together. */
    upstreamConnections: env.UPSTREAM_CONNECTIONS,
    /** Whether tools say what their answers look like; auto: while the list stays within its budget. */
    outputSchemas: env.MCP_OUTPUT_SCHEMAS,
    /** Whether tools have views, for hosts that show them. */
    views: env.VIEWS === 'auto',
    /** Names of fields that models are not shown, as src/openapi/response/secret-fields.ts reads them. */
    redactedFields: isOff(env.FIELDS_REDACT) ? [] : env.FIELDS_REDACT,
    /** Names of fields that answers have only when they are asked for, as src/values/name-patterns.ts reads them. */
    hiddenFields: env.FIELDS_HIDE,
    /** Names of src/openapi/document/known-faults.ts; `on` for all. */
    knownFaults: isOff(env.KNOWN_FAULTS) ? [] : env.KNOWN_FAULTS,
    /** How much the JSON of one answer may be, in tokens by estimate. */
    maxResultTokens: env.MCP_MAX_RESULT_TOKENS,
    tools: {
      /** Patterns with commas between them, as src/catalog/tool-pattern.ts reads them. */
      include: env.TOOLS_INCLUDE,
      exclude: env.TOOLS_EXCLUDE,
      readOnly: env.TOOLS_READ_ONLY,
      /** A file, as src/openapi/operations/tool-overrides.ts reads it. */
      overrides: env.TOOLS_OVERRIDES,
      /** One tool for each operation, or tools that search them; `auto` goes by their number. */
      mode: env.TOOLS_MODE,
      /** Whether those that change something take several records at once. */
      batches: env.BATCHES,
      /** Which calls a person has to approve. */
      confirm: env.CONFIRM,
    },
  };
});

export type AppConfig = z.output<typeof environment>;

function isOff(entries: readonly string[]): boolean {
  return entries.length === 1 && /^(off|none|false|0)$/i.test(entries[0]!);
}

function readApplication(clientId?: string, clientSecret?: string) {
  return clientId !== undefined && clientSecret !== undefined
    ? { clientId, clientSecret }
    : undefined;
}

/**
 * Reads the configuration; a variable that is set to nothing counts as not set.
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(variables: NodeJS.ProcessEnv): AppConfig {
  const { PORT, ...named } = translateOldNames(definedOf(variables));
  // Heroku and Render say in PORT where to listen.
  const isPort = PORT !== undefined && named['SERVER_PORT'] === undefined;
  const set = Object.entries(isPort ? { ...named, SERVER_PORT: PORT } : named);
  const trimmed = Object.fromEntries(set.map(([name, value]) => [name, value?.trim()]));
  const result = environment.safeParse(trimmed);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path: [name], message }) => {
    return `${isPort && name === 'SERVER_PORT' ? 'PORT' : String(name)} ${message}`;
  });
  // Each entry of a list may have the same one.
  throw new ConfigError([...new Set(faults)].join('; '));
}

/** Inject with `@Inject(appConfig.KEY)`. */
export const appConfig = registerAs('app', (): AppConfig => readConfig(process.env));
