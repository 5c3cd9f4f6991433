import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { ORIGIN_ENTRY } from './allowed-origins.js';
import { isTokenPolicy, TOKEN_POLICY_HINT } from './token-policy.js';
import {
  collector,
  flag,
  integer,
  isDocumentPlace,
  isRecordTemplate,
  isSyslogAddress,
  list,
  origin,
  secrets,
  webAddress,
} from './value-types.js';

const NO_API_PATH = 'the server adds the path /api and the version from BULLET_TRAIN_API_VERSION';

// For objects, zod compiles a function from text, which pays after many thousand reads: these are read once
// (bench/README.md). It holds for the SDK's schemas too; the fast path does without them.
z.config({ jitless: true });

/** Every variable with its rule, default and description: the only place that defines them. */
export const VARIABLE_SCHEMAS = z.object({
  BULLET_TRAIN_BASE_URL: origin('http://localhost:3000', NO_API_PATH)
    .default('http://localhost:3000')
    .describe('where this server reaches the application, without /api/v1'),
  BULLET_TRAIN_PUBLIC_URL: origin('https://app.example.com', NO_API_PATH)
    .optional()
    .meta({ description: "where people's browsers reach it", unset: 'BULLET_TRAIN_BASE_URL' }),
  BULLET_TRAIN_API_VERSION: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a version such as v1, without slashes')
    .default('v1')
    .describe("the version of the application's API"),
  APPLICATION_NAME: z
    .string()
    .max(60, 'must have at most 60 characters')
    .regex(/^\P{C}*$/u, 'must be one line of text')
    .optional()
    .meta({
      description: 'what people and models are told the application is called',
      unset: "the title of the application's document",
    }),
  APPLICATION_LOGO_URL: webAddress.describe(
    'a square image, SVG or PNG: the pages and clients show it, and it is served as /favicon.ico',
  ),
  APPLICATION_SUPPORT_URL: webAddress.describe('where people get help; the pages link to it'),
  APPLICATION_PRIVACY_URL: webAddress.describe(
    'the privacy policy; the pages link to it, and clients get its address',
  ),
  APPLICATION_TERMS_URL: webAddress.describe(
    'the terms of service; the pages link to them, and clients get their address',
  ),
  APPLICATION_DOCUMENTATION_URL: webAddress.describe(
    "the application's documentation; the pages link to it, and clients get its address",
  ),
  SERVER_PORT: integer(1, 65_535)
    .default(3001)
    .describe('the port where this server listens; PORT, which hosts set, is read too'),
  WORKERS: z
    .string()
    .transform((value) => (value === 'auto' ? String(availableParallelism()) : value))
    .pipe(integer(1, 128))
    .default(1)
    .describe(
      'the number of processes that share the port; auto: one for each core; each keeps its own catalogue and, without REDIS_URL, its own request counts',
    ),
  SERVER_HOST: z
    .string()
    .regex(/^\S+$/, 'must be an address such as 0.0.0.0')
    .default('0.0.0.0')
    .describe('the address where this server listens'),
  LISTEN_BACKLOG: integer(1, 65_535)
    .default(4_096)
    .describe(
      'how many connections may wait to be accepted when many people come at once; the system may allow fewer (net.core.somaxconn)',
    ),
  MAX_CONNECTIONS: integer(1, 1_000_000)
    .default(5_000)
    .describe('the most open connections of one process; the server answers more with 503'),
  PUBLIC_URL: origin('https://mcp.example.com', 'the server adds /mcp').optional().meta({
    description:
      'where clients reach this server: an origin, without a path; RENDER_EXTERNAL_URL, which Render sets, is read too',
    unset: 'http://localhost:{SERVER_PORT}',
  }),
  ALLOWED_HOSTS: list
    .transform((hosts) => hosts.map((host) => host.toLowerCase()))
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^[^\s/:]+$|^\[[0-9a-f:]+\]$/,
            'must list host names without ports, separated by commas',
          ),
      ),
    )
    .default([])
    .describe(
      "more names that a Host header may have, separated by commas; PUBLIC_URL's and loopback are always allowed",
    ),
  ALLOWED_ORIGINS: list
    .transform((origins) => origins.map((entry) => entry.toLowerCase().replace(/\/$/, '')))
    .pipe(
      z.array(
        z
          .string()
          .regex(
            ORIGIN_ENTRY,
            'must list origins such as https://app.example.com, https://*.example.com, app://*, null or default, separated by commas',
          ),
      ),
    )
    .default(['default'])
    .describe(
      'the web pages that may call the MCP endpoint, separated by commas: origins, schemes such as app://*, null, or default (the pages of known clients, and desktop programs); pages of PUBLIC_URL, ALLOWED_HOSTS and loopback always may',
    ),
  TOKEN_CACHE_SECONDS: integer(0, 60)
    .default(60)
    .describe('how long the server accepts a token without asking the application again (0 to 60)'),
  OPENAPI_DOCUMENT: z
    .string()
    .refine(isDocumentPlace, {
      message:
        'must be a file, or an http or https address without a user name and a password, such as https://app.example.com/openapi.yaml',
    })
    .optional()
    .meta({
      description:
        'where the OpenAPI document is, if the application does not serve it: a file, or an address (fetched without a token); read again every OPENAPI_REFRESH_SECONDS',
      unset: '{BULLET_TRAIN_BASE_URL}/api/v1/openapi.yaml',
    }),
  OPENAPI_REFRESH_SECONDS: integer(1, 86_400)
    .default(300)
    .describe('how often the server reads the OpenAPI document again'),
  // Claude truncates at 25,000 of its own tokens: up to 1.4 of o200k's, of which the estimate has nine in ten.
  MCP_MAX_RESULT_TOKENS: integer(250, 2_500_000)
    .default(16_000)
    .describe(
      "how much of a model's context one result may take, in estimated tokens (at least 250)",
    ),
  TOOLS_INCLUDE: z
    .string()
    .optional()
    .describe(
      'which operations become tools, as patterns separated by commas, such as contacts_*,tag:Order; all when empty',
    ),
  TOOLS_EXCLUDE: z
    .string()
    .optional()
    .describe('which operations never become tools, even if included, such as method:delete'),
  TOOLS_READ_ONLY: flag.default(false).describe('only tools that change nothing'),
  TOOLS_MODE: z
    .enum(['auto', 'all', 'search'], 'must be auto, all or search')
    .default('auto')
    .describe(
      'all: one tool for each operation; search: tools that search the operations; auto: search beyond 128 tools or 25,000 tokens',
    ),
  BATCHES: flag
    .default(false)
    .describe(
      'whether tools that create, update or delete take up to 50 records at once (items); the list of tools becomes a fifth longer',
    ),
  CONFIRM: z
    .enum(['off', 'delete', 'write'], 'must be off, delete or write')
    .default('off')
    .describe(
      'which calls the person has to approve: those that delete, or all that change something; off: the client decides',
    ),
  MCP_OUTPUT_SCHEMAS: z
    .enum(['auto', 'always', 'never'], { error: 'must be auto, always or never' })
    .default('auto')
    .describe(
      'whether tools have output schemas; auto: while the list of tools stays within its budget',
    ),
  VIEWS: z
    .enum(['auto', 'off'], 'must be auto or off')
    .default('auto')
    .describe(
      'auto: hosts that support MCP Apps show lists, records and changes as views; off: text alone',
    ),
  KNOWLEDGE: z
    .enum(['auto', 'on', 'off'], 'must be auto, on or off')
    .default('auto')
    .describe(
      'the tools search and fetch, which look into the records that the person may see: on lists them for every client, auto for ChatGPT, which needs them for company knowledge and deep research; off: there are none',
    ),
  RECORD_URL: z
    .string()
    .max(500, 'must have at most 500 characters')
    .refine(isRecordTemplate, {
      message:
        'must be an https address with {path} or {id} in it, such as https://app.example.com/account/{path}',
    })
    .optional()
    .meta({
      description:
        "the page of a record for people, to which search and fetch link: {path} is the record's path in the API (projects/7), {resource} and {id} are its parts",
      unset: '{BULLET_TRAIN_PUBLIC_URL}/account/{path}',
    }),
  SKILLS_DIR: z
    .string()
    .optional()
    .describe(
      'a folder of Agent Skills, each a folder with SKILL.md, that clients get beside the one about the application; read at the start',
    ),
  SERVER_CARD: z
    .enum(['on', 'off'], 'must be on or off')
    .default('off')
    .describe(
      'on: clients find this server by its domain, with a server card at /mcp/server-card and a catalogue at /.well-known/ai-catalog.json; their formats may still change',
    ),
  OPENAI_APPS_CHALLENGE: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'must be the token alone, as OpenAI shows it')
    .optional()
    .describe(
      'the token with which OpenAI checks that PUBLIC_URL is yours when a plugin is submitted: served at /.well-known/openai-apps-challenge',
    ),
  TOOLS_OVERRIDES: z
    .string()
    .optional()
    .describe(
      'a YAML file that adds to tools what x-mcp says in the document, including missing fields; read at the start',
    ),
  FIELDS_REDACT: list
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^!?[\w*-]+$/,
            'must list names of fields separated by commas, such as default,ssn,!invite_token, or be off',
          ),
      ),
    )
    .default(['default'])
    .describe(
      'the fields whose values models never see; * stands for any characters, ! exempts a name; default: passwords, tokens, keys and secrets; off: none',
    ),
  FIELDS_HIDE: list
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^!?[\w*-]+$/,
            'must list names of fields separated by commas, such as notes,*_at',
          ),
      ),
    )
    .default([])
    .describe(
      'the fields that results leave out until a call names them in fields; * stands for any characters, ! exempts a name',
    ),
  KNOWN_FAULTS: list
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^[a-z-]+$/,
            'must be on, off or names from docs/bullet-train.md, separated by commas',
          ),
      ),
    )
    .default(['on'])
    .describe(
      "which of a stock API's faults the server corrects and tells models about: on (all), off, or names from docs/bullet-train.md, separated by commas",
    ),
  UPSTREAM_TIMEOUT_MS: integer(100, 600_000)
    .default(30_000)
    .describe('how long the server waits for one response of the application'),
  UPLOAD_MAX_BYTES: integer(1, 1_000_000_000)
    .default(25 * 1024 * 1024)
    .describe(
      'the most bytes of the files that ChatGPT hands over by link in one call (25 MB); they pass through and are not held',
    ),
  UPSTREAM_CONNECTIONS: integer(1, 10_000)
    .default(32)
    .describe(
      'the most requests to the application at once, for all WORKERS together; more wait their turn, person by person; more than Puma has threads makes nothing faster',
    ),
  RATE_LIMIT_PER_PERSON: integer(0, 1_000_000_000)
    .default(1_200)
    .describe(
      'requests a minute of one person, all at once if need be; the further pages of a list included; 0: no limit',
    ),
  RATE_LIMIT_CHANGES: integer(0, 1_000_000_000).optional().meta({
    description: 'of these, calls that create, change or delete something; 0: no limit',
    unset: 'a quarter of RATE_LIMIT_PER_PERSON',
  }),
  RATE_LIMIT_PER_ADDRESS: integer(0, 1_000_000_000)
    .default(6_000)
    .describe(
      'requests a minute from one address that sign in or carry no good token; 0: no limit',
    ),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be an address such as redis://localhost:6379')
    .optional()
    .meta({
      description:
        'the Redis where replicas count requests and share refreshes and used codes, such as redis://localhost:6379; without it, and while it does not answer, each replica does so alone',
      secret: true,
    }),
  TRUST_PROXY: z
    .string()
    .default('loopback, linklocal, uniquelocal')
    .describe("which proxies are trusted to name a request's address (Express's trust proxy)"),
  SHUTDOWN_GRACE_SECONDS: integer(0, 3_600)
    .default(20)
    .describe('how long a graceful shutdown waits for running requests'),
  BULLET_TRAIN_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      "the client ID of the operator's Platform Application, through which every client signs people in",
    ),
  BULLET_TRAIN_CLIENT_SECRET: z
    .string()
    .optional()
    .meta({ description: "the operator's Platform Application's client secret", secret: true }),
  OAUTH_SECRET: secrets.optional().meta({
    description:
      'the key that seals tokens: at least 32 random bytes in base64 or hex (openssl rand -base64 32), the same for every replica; in a list separated by commas the first seals and all open',
    unset: 'random; required in production with BULLET_TRAIN_CLIENT_ID',
    secret: true,
  }),
  BULLET_TRAIN_TOKENS: list
    .pipe(z.array(z.string()).refine(isTokenPolicy, TOKEN_POLICY_HINT))
    .default(['all'])
    .describe(
      'whose tokens the server accepts besides its own: all, none, or client IDs of Platform Applications, separated by commas; people may also sign in with such a client ID, unless the list has tokens-only',
    ),
  EMAILS_VERIFIED: flag
    .default(false)
    .describe(
      'whether the application lets nobody in with an email address before they have confirmed it, not even after changing it; the userinfo endpoint then says so, and a company may admit people to its ChatGPT workspace by it. A stock application confirms none',
    ),
  CLIENT_METADATA_ALLOW_LOOPBACK: flag
    .default(false)
    .describe(
      "allows clients' metadata documents (CIMD), and files by link, from http://localhost; refused in production",
    ),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info')
    .describe('how much is logged; from info on, a line for every request'),
  AUDIT_LOG: z
    .enum(['off', 'stdout', 'file', 'syslog'], 'must be off, stdout, file or syslog')
    .default('off')
    .describe(
      'where the audit trail goes: a JSON line for each call and each step of a sign-in; with a collector for OpenTelemetry it goes there too',
    ),
  AUDIT_FILE: z
    .string()
    .default('audit.log')
    .describe(
      'the file of AUDIT_LOG=file; only ever appended to, and opened again when it was moved',
    ),
  AUDIT_SYSLOG: z
    .string()
    .refine(isSyslogAddress, {
      message:
        'must be an address such as udp://localhost:514, tcp://logs.example.com:601, tls://logs.example.com:6514 or unix:/run/syslog.sock',
    })
    .default('udp://localhost:514')
    .describe(
      'the syslog server of AUDIT_LOG=syslog (RFC 5424): udp, tcp, tls or a Unix stream socket',
    ),
  AUDIT_REQUIRED: flag
    .default(false)
    .describe(
      'whether nothing may change, and nobody sign in, while the audit trail cannot be written',
    ),
  AUDIT_FIELDS: list
    .pipe(
      z.array(
        z
          .string()
          .regex(/^!?[\w*-]+$/, 'must list names of arguments with commas, such as status,*_on'),
      ),
    )
    .default([])
    .describe(
      'the arguments whose values the audit trail has, with * for any characters and ! before those that it has not after all; never those of FIELDS_REDACT',
    ),
  METRICS_PORT: integer(1, 65_535)
    .optional()
    .describe(
      'the port of /metrics for Prometheus, on SERVER_HOST; none when not set; keep it private',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector
    .optional()
    .describe(
      'the OpenTelemetry collector that gets traces and, with AUDIT_LOG, the audit trail over HTTP; /v1/traces and /v1/logs are added',
    ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector
    .optional()
    .describe(
      'the same for traces, without a path added; the other OTEL_ variables of traces apply too',
    ),
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: collector
    .optional()
    .describe('the same for the audit trail, without a path added'),
  OTEL_SDK_DISABLED: flag.default(false).describe('on: nothing is sent to a collector'),
  NODE_ENV: z
    .string()
    .optional()
    .describe('production: the log is JSON, and settings for development are refused'),
});
