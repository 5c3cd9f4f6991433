import { registerAs, type ConfigType } from '@nestjs/config';
import { z } from 'zod';

/** A variable is wrong. One line, with the variable's name and what to write instead. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const origin = (example: string, hint: string) =>
  z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const problem =
      !url || !/^https?:$/.test(url.protocol)
        ? `must be an http or https address such as ${example}`
        : url.username || url.password
          ? 'must not hold a user name or password'
          : url.pathname.replace(/\/+$/, '') || url.search || url.hash
            ? `must be the address alone, such as ${url.origin}: ${hint}`
            : undefined;
    if (problem === undefined && url) return url.origin;
    context.addIssue({ code: 'custom', message: problem ?? 'is not valid' });
    return z.NEVER;
  });

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const NO_API_PATH = 'the path /api and the version are added from BULLET_TRAIN_API_VERSION';

/** Every variable, its default and its rule: the one place that knows them. */
const environment = z
  .object({
    BULLET_TRAIN_BASE_URL: origin('http://localhost:3000', NO_API_PATH).default(
      'http://localhost:3000',
    ),
    BULLET_TRAIN_PUBLIC_URL: origin('https://app.example.com', NO_API_PATH).optional(),
    BULLET_TRAIN_API_VERSION: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a version such as v1, without slashes')
      .default('v1'),
    SERVER_PORT: integer(1, 65_535).default(3001),
    SERVER_HOST: z.string().regex(/^\S+$/, 'must be an address such as 0.0.0.0').default('0.0.0.0'),
    PUBLIC_URL: origin('https://mcp.example.com', '/mcp is added to it').optional(),
    ALLOWED_HOSTS: z
      .string()
      .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
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
      .default([]),
    TOKEN_CACHE_SECONDS: integer(0, 60).default(60),
    OPENAPI_REFRESH_SECONDS: integer(1, 86_400).default(300),
  })
  .transform((env) => {
    const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.SERVER_PORT}`;
    return {
      bulletTrain: {
        /** Origin at which this server reaches the application. */
        baseUrl: env.BULLET_TRAIN_BASE_URL,
        /** Origin at which people's browsers reach it. */
        publicUrl: env.BULLET_TRAIN_PUBLIC_URL ?? env.BULLET_TRAIN_BASE_URL,
        apiVersion: env.BULLET_TRAIN_API_VERSION,
      },
      server: {
        port: env.SERVER_PORT,
        host: env.SERVER_HOST,
        /** Origin at which clients reach this server; also the OAuth issuer, character for character. */
        publicUrl,
        /** What a Host or Origin header may name at the MCP endpoint. */
        allowedHostnames: [
          new URL(publicUrl).hostname,
          'localhost',
          '127.0.0.1',
          '[::1]',
          ...env.ALLOWED_HOSTS,
        ],
      },
      tokenCacheSeconds: env.TOKEN_CACHE_SECONDS,
      openapiRefreshSeconds: env.OPENAPI_REFRESH_SECONDS,
    };
  });

export type AppConfig = z.output<typeof environment>;

/**
 * Reads the configuration; a variable that is set to nothing counts as not set.
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(variables: NodeJS.ProcessEnv): AppConfig {
  const set = Object.entries(variables).filter(([, value]) => value?.trim());
  const trimmed = Object.fromEntries(set.map(([name, value]) => [name, value?.trim()]));
  const result = environment.safeParse(trimmed);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`).join('; '),
  );
}

/** Inject with `@Inject(appConfig.KEY)`. */
export const appConfig = registerAs('app', (): AppConfig => readConfig(process.env));
export type InjectedConfig = ConfigType<typeof appConfig>;
