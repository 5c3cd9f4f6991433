import { randomBytes } from 'node:crypto';
import { registerAs } from '@nestjs/config';
import * as z from 'zod';
import { definedOf, translateOldNames } from './old-names.js';
import { readTokenPolicy } from './token-policy.js';
import { VARIABLE_SCHEMAS } from './variable-schemas.js';

/** A wrong variable: one line that names it and says what to write instead. */
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
  if (env.AUDIT_REQUIRED && env.AUDIT_LOG === 'off') {
    refuse('AUDIT_LOG', 'must be file, syslog or stdout, because AUDIT_REQUIRED is on');
  }
  if (
    env.AUDIT_REQUIRED &&
    env.AUDIT_LOG === 'syslog' &&
    new URL(env.AUDIT_SYSLOG).protocol === 'udp:'
  ) {
    refuse('AUDIT_SYSLOG', 'must be tcp, tls or unix with AUDIT_REQUIRED: UDP tells of no loss');
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
      /** The origin where this server reaches the application. */
      baseUrl: env.BULLET_TRAIN_BASE_URL,
      /** The origin where people's browsers reach the application. */
      publicUrl: env.BULLET_TRAIN_PUBLIC_URL ?? env.BULLET_TRAIN_BASE_URL,
      apiVersion: env.BULLET_TRAIN_API_VERSION,
    },
    /** How the operator presents the application; everything may be undefined. */
    application: {
      /** Undefined: the title of its OpenAPI document. */
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
      /** Connections that may wait to be accepted; and, below, open connections of one process. */
      backlog: env.LISTEN_BACKLOG,
      maxConnections: env.MAX_CONNECTIONS,
      /** The origin where clients reach this server; it is the OAuth issuer too, character for character. */
      publicUrl,
      /** The proxies whose forwarding headers are trusted, in the syntax of Express's `trust proxy`. */
      trustProxy: env.TRUST_PROXY,
      /** How long a graceful shutdown waits for running requests. */
      shutdownGraceSeconds: env.SHUTDOWN_GRACE_SECONDS,
      /** The names that a Host header may have at the MCP endpoint. */
      allowedHostnames: [
        new URL(publicUrl).hostname,
        'localhost',
        '127.0.0.1',
        '[::1]',
        ...env.ALLOWED_HOSTS,
      ],
      /** The web pages that may call the MCP endpoint; src/config/allowed-origins.ts reads them. */
      allowedOrigins: env.ALLOWED_ORIGINS,
    },
    oauth: {
      /** The operator's Platform Application; without it, people can sign in only through their own. */
      application: readApplication(env.BULLET_TRAIN_CLIENT_ID, env.BULLET_TRAIN_CLIENT_SECRET),
      /** The first secret seals; every one opens. */
      secrets: env.OAUTH_SECRET ?? [randomBytes(32)],
      /** True: a restart invalidates everything sealed, and no second replica can open it. */
      secretIsTemporary: env.OAUTH_SECRET === undefined,
      ...readTokenPolicy(env.BULLET_TRAIN_TOKENS),
      /** Whether the operator vouches for the email addresses of the application's users. */
      emailsVerified: env.EMAILS_VERIFIED,
      /** Whether a client's metadata document (CIMD) may come from this machine, without TLS. */
      loopbackDocuments: env.CLIENT_METADATA_ALLOW_LOOPBACK,
    },
    limits: {
      /** Requests a minute of one person; 0 for no limit. */
      perPerson: env.RATE_LIMIT_PER_PERSON,
      /** Of these, calls a minute that may change something. */
      changes: env.RATE_LIMIT_CHANGES ?? Math.ceil(env.RATE_LIMIT_PER_PERSON / 4),
      /** Requests a minute from one address that sign in or carry no good token; 0 for no limit. */
      perAddress: env.RATE_LIMIT_PER_ADDRESS,
      /** The Redis in which replicas count together. */
      redisUrl: env.REDIS_URL,
    },
    log: {
      level: env.LOG_LEVEL,
      /** JSON for programs; otherwise lines for people. */
      isJson: env.NODE_ENV === 'production',
    },
    audit: {
      log: env.AUDIT_LOG,
      file: env.AUDIT_FILE,
      syslog: env.AUDIT_SYSLOG,
      /** Whether nothing may change that cannot be written there. */
      isRequired: env.AUDIT_REQUIRED,
      /** Names of arguments; src/values/name-patterns.ts reads them. */
      fields: env.AUDIT_FIELDS,
      /** Whether an OpenTelemetry collector gets the lines as well. */
      isExported:
        !env.OTEL_SDK_DISABLED &&
        (env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT) !== undefined,
    },
    /** The port of the metrics for Prometheus; undefined for none. */
    metricsPort: env.METRICS_PORT,
    /** Whether an OpenTelemetry collector is configured; its libraries read the other variables themselves. */
    traces:
      !env.OTEL_SDK_DISABLED &&
      (env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined,
    /** The number of processes that share the port. */
    workers: env.WORKERS,
    tokenCacheSeconds: env.TOKEN_CACHE_SECONDS,
    /** A file or a URL; undefined: the application serves the document. */
    openapiDocument: env.OPENAPI_DOCUMENT,
    openapiRefreshSeconds: env.OPENAPI_REFRESH_SECONDS,
    upstreamTimeoutMs: env.UPSTREAM_TIMEOUT_MS,
    uploads: {
      /** Of the files by link in one call. */
      maxBytes: env.UPLOAD_MAX_BYTES,
      /** Whether links may lead to this machine, without TLS. */
      allowLoopback: env.CLIENT_METADATA_ALLOW_LOOPBACK,
    },
    /** The most requests to the application at once, for all workers together. */
    upstreamConnections: env.UPSTREAM_CONNECTIONS,
    /** Whether tools have output schemas; auto: while the list of tools stays within its budget. */
    outputSchemas: env.MCP_OUTPUT_SCHEMAS,
    /** Whether tools have views, for hosts that support MCP Apps. */
    views: env.VIEWS === 'auto',
    /** The operator's skills, a folder of folders; src/skills/skill-folder.ts reads it. */
    skillsFolder: env.SKILLS_DIR,
    /** Whether a server card and a catalogue lead clients here. */
    hasServerCard: env.SERVER_CARD === 'on',
    /** What is served for OpenAI's check of the address; undefined for nothing. */
    openAiChallenge: env.OPENAI_APPS_CHALLENGE,
    knowledge: {
      /** Who sees search and fetch in the list: everybody, ChatGPT, or nobody; then they cannot be called either. */
      mode: env.KNOWLEDGE,
      /** The page of a record, with {path}, {resource} and {id}. */
      recordUrl:
        env.RECORD_URL ??
        `${env.BULLET_TRAIN_PUBLIC_URL ?? env.BULLET_TRAIN_BASE_URL}/account/{path}`,
    },
    /** Names of fields whose values models never see; src/openapi/response/secret-fields.ts reads them. */
    redactedFields: isOff(env.FIELDS_REDACT) ? [] : env.FIELDS_REDACT,
    /** Names of fields that results leave out until a call asks for them; src/values/name-patterns.ts reads them. */
    hiddenFields: env.FIELDS_HIDE,
    /** Names from src/openapi/document/known-faults.ts; `on` for all. */
    knownFaults: isOff(env.KNOWN_FAULTS) ? [] : env.KNOWN_FAULTS,
    /** The most tokens of a result's JSON, by estimate. */
    maxResultTokens: env.MCP_MAX_RESULT_TOKENS,
    tools: {
      /** Patterns, separated by commas; src/catalog/tool-pattern.ts reads them. */
      include: env.TOOLS_INCLUDE,
      exclude: env.TOOLS_EXCLUDE,
      readOnly: env.TOOLS_READ_ONLY,
      /** A YAML file; src/openapi/operations/tool-overrides.ts reads it. */
      overrides: env.TOOLS_OVERRIDES,
      /** `all`: one tool for each operation; `search`: tools that search them; `auto`: by their number. */
      mode: env.TOOLS_MODE,
      /** Whether tools that change something take several records at once. */
      batches: env.BATCHES,
      /** Which calls need a person's approval. */
      confirm: env.CONFIRM,
    },
  };
});

export type AppConfig = z.output<typeof environment>;

function isOff(entries: readonly string[]): boolean {
  const [only] = entries;
  return entries.length === 1 && only !== undefined && /^(off|none|false|0)$/i.test(only);
}

function readApplication(clientId?: string, clientSecret?: string) {
  return clientId !== undefined && clientSecret !== undefined
    ? { clientId, clientSecret }
    : undefined;
}

/**
 * What hosts set, with the variable that it stands for while that is not set: the first is Heroku's too, both are
 * Render's.
 */
const SET_BY_HOSTS = { PORT: 'SERVER_PORT', RENDER_EXTERNAL_URL: 'PUBLIC_URL' };

/**
 * Reads the configuration; an empty variable counts as not set.
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(variables: NodeJS.ProcessEnv): AppConfig {
  const named = translateOldNames(definedOf(variables));
  const isMissing = (name: string) => !named[name]?.trim();
  const byHosts = Object.entries(SET_BY_HOSTS).filter(([, name]) => isMissing(name));
  const told = new Map(
    byHosts.flatMap(([theirs, name]) => (isMissing(theirs) ? [] : [[name, theirs]])),
  );
  const set = [
    ...Object.entries(named),
    ...[...told].map(([name, theirs]) => [name, named[theirs]]),
  ];
  const trimmed = Object.fromEntries(set.map(([name, value]) => [name, value?.trim()]));
  const result = environment.safeParse(trimmed);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path: [name], message }) => {
    return `${told.get(String(name)) ?? String(name)} ${message}`;
  });
  // Each wrong entry of a list reports the same fault.
  throw new ConfigError([...new Set(faults)].join('; '));
}

/** Inject with `@Inject(appConfig.KEY)`. */
export const appConfig = registerAs('app', (): AppConfig => readConfig(process.env));
