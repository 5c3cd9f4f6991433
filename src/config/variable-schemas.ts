import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { ORIGIN_ENTRY } from './allowed-origins.js';
import { isTokenPolicy, TOKEN_POLICY_HINT } from './token-policy.js';
import {
  collector,
  flag,
  integer,
  isDocumentPlace,
  list,
  origin,
  secrets,
  webAddress,
} from './value-types.js';

const NO_API_PATH = 'the path /api and the version are added from BULLET_TRAIN_API_VERSION';

/** Every variable, its rule, its default and what it means: the one place that knows them. */
export const VARIABLE_SCHEMAS = z.object({
  BULLET_TRAIN_BASE_URL: origin('http://localhost:3000', NO_API_PATH)
    .default('http://localhost:3000')
    .describe('where this server reaches the application; without /api/v1'),
  BULLET_TRAIN_PUBLIC_URL: origin('https://app.example.com', NO_API_PATH)
    .optional()
    .meta({ description: "where people's browsers reach it", unset: 'BULLET_TRAIN_BASE_URL' }),
  BULLET_TRAIN_API_VERSION: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a version such as v1, without slashes')
    .default('v1')
    .describe('the version of its API'),
  APPLICATION_NAME: z
    .string()
    .max(60, 'must have at most 60 characters')
    .regex(/^\P{C}*$/u, 'must be one line of text')
    .optional()
    .meta({
      description: 'what people and models are told that the application is called',
      unset: "its document's title",
    }),
  APPLICATION_LOGO_URL: webAddress.describe(
    'a square image, SVG or PNG: shown on the pages, as /favicon.ico and by clients',
  ),
  APPLICATION_SUPPORT_URL: webAddress.describe('where people get help; the pages link to it'),
  APPLICATION_PRIVACY_URL: webAddress.describe(
    'the privacy policy; the pages link to it, and clients are told',
  ),
  APPLICATION_TERMS_URL: webAddress.describe(
    'the terms of service; the pages link to them, and clients are told',
  ),
  APPLICATION_DOCUMENTATION_URL: webAddress.describe(
    'what there is to read about the application; the pages link to it, and clients are told',
  ),
  SERVER_PORT: integer(1, 65_535)
    .default(3001)
    .describe('where this server listens; while it is not set, PORT, which hosts set'),
  WORKERS: z
    .string()
    .transform((value) => (value === 'auto' ? String(availableParallelism()) : value))
    .pipe(integer(1, 128))
    .default(1)
    .describe(
      'processes that share the port, auto for one a core; each keeps its own catalogue and counts requests for itself unless there is REDIS_URL',
    ),
  SERVER_HOST: z
    .string()
    .regex(/^\S+$/, 'must be an address such as 0.0.0.0')
    .default('0.0.0.0')
    .describe('on which of the addresses of this machine'),
  LISTEN_BACKLOG: integer(1, 65_535)
    .default(4_096)
    .describe(
      'connections that may wait to be accepted, when many people come at once; the system may allow fewer (net.core.somaxconn)',
    ),
  MAX_CONNECTIONS: integer(1, 1_000_000)
    .default(5_000)
    .describe('connections of one process; those beyond are answered with 503 and closed'),
  PUBLIC_URL: origin('https://mcp.example.com', '/mcp is added to it').optional().meta({
    description: 'where clients reach this server: an origin, without a path',
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
      "more host names for the Host header, with commas; PUBLIC_URL's and loopback are always allowed",
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
      "which web pages may ask the MCP endpoint, with commas: origins, schemes such as app://*, null; default stands for the known clients' pages and for desktop programs; pages of PUBLIC_URL, ALLOWED_HOSTS and loopback always may",
    ),
  TOKEN_CACHE_SECONDS: integer(0, 60)
    .default(60)
    .describe('how long an accepted token is not asked about again (0 to 60)'),
  OPENAPI_DOCUMENT: z
    .string()
    .refine(isDocumentPlace, {
      message:
        'must be a file, or an http or https address without a user name and a password, such as https://app.example.com/openapi.yaml',
    })
    .optional()
    .meta({
      description:
        'where the OpenAPI document is, if not at the application: a file, or an address (asked without a token); read again every OPENAPI_REFRESH_SECONDS',
      unset: '{BULLET_TRAIN_BASE_URL}/api/v1/openapi.yaml',
    }),
  OPENAPI_REFRESH_SECONDS: integer(1, 86_400)
    .default(300)
    .describe('how often the OpenAPI document is looked at'),
  MCP_MAX_RESULT_TOKENS: integer(250, 2_500_000)
    .default(20_000)
    .describe("how much of a model's context one answer may take, in estimated tokens (from 250)"),
  TOOLS_INCLUDE: z
    .string()
    .optional()
    .describe(
      'the operations that there are, as patterns with commas such as contacts_*,tag:Order; all when empty',
    ),
  TOOLS_EXCLUDE: z
    .string()
    .optional()
    .describe('those that there are not, even if included, such as method:delete'),
  TOOLS_READ_ONLY: flag.default(false).describe('only tools that change nothing'),
  TOOLS_MODE: z
    .enum(['auto', 'all', 'search'], 'must be auto, all or search')
    .default('auto')
    .describe(
      'all: a tool for each operation; search: tools that search them; auto: searched beyond 128 tools or 25,000 tokens',
    ),
  BATCHES: flag
    .default(false)
    .describe(
      'whether tools that create, update or delete take up to 50 records at once, as items; the list of tools becomes a fifth longer',
    ),
  CONFIRM: z
    .enum(['off', 'delete', 'write'], 'must be off, delete or write')
    .default('off')
    .describe(
      'which calls the person has to approve: those that delete, or all that change something; off leaves it to the client',
    ),
  MCP_OUTPUT_SCHEMAS: z
    .enum(['auto', 'always', 'never'], { error: 'must be auto, always or never' })
    .default('auto')
    .describe(
      'whether tools say what their answers look like; auto: while the list of tools stays within its budget',
    ),
  VIEWS: z
    .enum(['auto', 'off'], 'must be auto or off')
    .default('auto')
    .describe(
      'auto: hosts that support MCP Apps show lists, records and changes as views; off: text alone',
    ),
  TOOLS_OVERRIDES: z
    .string()
    .optional()
    .describe(
      'a YAML file that says of tools what x-mcp says in the document, fields that it lacks included; read at the start',
    ),
  FIELDS_REDACT: list
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^!?[\w*-]+$/,
            'must list names of fields with commas, such as default,ssn,!invite_token, or be off',
          ),
      ),
    )
    .default(['default'])
    .describe(
      'the fields whose values are kept from models, with * for any characters and ! before those that are shown after all; default stands for passwords, tokens, keys and secrets; off for none',
    ),
  FIELDS_HIDE: list
    .pipe(
      z.array(
        z
          .string()
          .regex(/^!?[\w*-]+$/, 'must list names of fields with commas, such as notes,*_at'),
      ),
    )
    .default([])
    .describe(
      'the fields that answers leave out until a call names them in fields, with * for any characters and ! before those that are shown after all',
    ),
  KNOWN_FAULTS: list
    .pipe(
      z.array(
        z
          .string()
          .regex(/^[a-z-]+$/, 'must be on, off or names from docs/bullet-train.md with commas'),
      ),
    )
    .default(['on'])
    .describe(
      'which of the faults of a stock API are told to models and mended: on for all, off, or names from docs/bullet-train.md with commas',
    ),
  UPSTREAM_TIMEOUT_MS: integer(100, 600_000)
    .default(30_000)
    .describe('how long the application may take for one answer'),
  UPSTREAM_CONNECTIONS: integer(1, 10_000)
    .default(32)
    .describe(
      "calls that the application is asked to carry out at once, all WORKERS together; more wait their turn, person by person; no more than Puma's threads bring anything",
    ),
  RATE_LIMIT_PER_TOKEN: integer(0, 1_000_000_000)
    .default(600_000)
    .describe('requests a minute with one token; 0 for any number'),
  RATE_LIMIT_PER_ADDRESS: integer(0, 1_000_000_000)
    .default(6_000)
    .describe(
      'requests a minute from one address that sign in or carry no good token; 0 for any number',
    ),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be an address such as redis://localhost:6379')
    .optional()
    .meta({
      description:
        'where replicas count requests and share refreshes and used codes, such as redis://localhost:6379; without it, and while it does not answer, each does so for itself',
      secret: true,
    }),
  TRUST_PROXY: z
    .string()
    .default('loopback, linklocal, uniquelocal')
    .describe("which proxies are believed about a request's address (Express's trust proxy)"),
  SHUTDOWN_GRACE_SECONDS: integer(0, 3_600)
    .default(20)
    .describe('how long a shutdown waits for what is running'),
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
      'what sealed tokens are sealed with: at least 32 random bytes in base64 or hex (openssl rand -base64 32), the same for every replica; a list with commas: the first seals, all open',
    unset: 'random, and in production required beside a BULLET_TRAIN_CLIENT_ID',
    secret: true,
  }),
  BULLET_TRAIN_TOKENS: list
    .pipe(z.array(z.string()).refine(isTokenPolicy, TOKEN_POLICY_HINT))
    .default(['all'])
    .describe(
      "whose tokens are accepted beside this server's own: all, none, or client IDs of Platform Applications, with commas; people may also sign in with the client ID of such an application, unless tokens-only stands here",
    ),
  CLIENT_METADATA_ALLOW_LOOPBACK: flag
    .default(false)
    .describe("lets clients' metadata documents come from http://localhost; refused in production"),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info')
    .describe('what the log has; a line for every request from info on'),
  METRICS_PORT: integer(1, 65_535)
    .optional()
    .describe(
      'where /metrics is for Prometheus, on SERVER_HOST; nowhere when not set; keep it from the public',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector
    .optional()
    .describe('where an OpenTelemetry collector takes traces over HTTP; /v1/traces is added'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector
    .optional()
    .describe('the same, but as it stands; the other OTEL_ variables of traces hold too'),
  OTEL_SDK_DISABLED: flag.default(false).describe('no traces, wherever they would go'),
  NODE_ENV: z
    .string()
    .optional()
    .describe('production: what is for development alone is refused, and the log is JSON'),
});
