import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { UpstreamError } from '../bullet-train/upstream-error.js';
import type { AppConfig } from '../config/app-config.js';
import { checkApplication, checkClocks, checkTokenInfo } from './application.js';
import { probe } from './probe.js';
import { checkConfiguration } from './configuration.js';
import { checkDocument } from './document.js';
import { checkListenBacklog } from './listen-backlog.js';
import { failure, type Finding, type Result } from './finding.js';
import { checkOAuthEndpoints } from './oauth-endpoints.js';
import { checkOperatorsApplication } from './operators-application.js';
import { checkPublishing } from './publishing.js';
import { checkPorts } from './ports.js';
import { checkPublicUrl } from './public-url.js';
import { checkRedis } from './redis.js';
import { checkRefreshTokens } from './refresh-tokens.js';
import { askHealth, localOrigin } from './running-server.js';
import { checkSecrets } from './secrets.js';

type Check = [name: string, run: () => Result[] | Promise<Result[]>];

/**
 * @param publishing to check what reviewers of directories look at too
 * @returns all findings, in the order in which an operator best fixes them
 */
export async function runChecks(
  variables: NodeJS.ProcessEnv,
  publishing?: { lockFile: string },
): Promise<Finding[]> {
  const { config, results } = checkConfiguration(variables);
  const configuration = results.map((result) => ({ check: 'configuration', ...result }));
  if (!config) return configuration;
  const client = new BulletTrainClient(config);
  try {
    const isProduction = variables['NODE_ENV'] === 'production';
    const findings = [...configuration, ...(await examineAll(client, config, isProduction))];
    if (!publishing) return findings;
    const { lockFile } = publishing;
    const check: Check = ['publishing', () => checkPublishing(client, config, lockFile)];
    return [...findings, ...(await runAll([check]))];
  } finally {
    client.onModuleDestroy();
  }
}

async function examineAll(
  client: BulletTrainClient,
  config: AppConfig,
  isProduction: boolean,
): Promise<Finding[]> {
  const { application, tokenInfo, clocks } = await knock(client, config);
  const answers = application.level === 'ok';
  const local = await askHealth(localOrigin(config), config);
  const ofApplication: Check[] = [
    ['document', () => checkDocument(client, config)],
    ['token info', () => tokenInfo],
    ['OAuth endpoints', () => checkOAuthEndpoints(client, config)],
    ["operator's application", () => checkOperatorsApplication(client, config)],
    ['refresh tokens', () => checkRefreshTokens(client)],
  ];
  return runAll([
    ['application', () => [application]],
    // Without the application they would all report the same.
    ...(answers ? ofApplication : []),
    ['PUBLIC_URL', () => checkPublicUrl(config, local, isProduction)],
    ['clocks', () => clocks],
    ['ports', () => checkPorts(config, local)],
    ['LISTEN_BACKLOG', () => checkListenBacklog(config)],
    ['OAUTH_SECRET', () => checkSecrets(config)],
    ['Redis', () => checkRedis(config)],
  ]);
}

/** Token info without a token is the cheapest request that every Bullet Train application answers. */
async function knock(
  client: BulletTrainClient,
  { bulletTrain: { baseUrl } }: AppConfig,
): Promise<{ application: Result; tokenInfo: Result[]; clocks: Result[] }> {
  try {
    const answer = await probe(client, '/oauth/token/info');
    return {
      application: checkApplication(answer, baseUrl),
      tokenInfo: [checkTokenInfo(answer)],
      clocks: checkClocks(answer, Date.now()),
    };
  } catch (error) {
    return { application: unanswered(error), tokenInfo: [], clocks: [] };
  }
}

async function runAll(checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [check, run] of checks) {
    findings.push(...(await runOne(run)).map((result) => ({ check, ...result })));
  }
  return findings;
}

async function runOne(run: Check[1]): Promise<Result[]> {
  try {
    return await run();
  } catch (error) {
    return [unanswered(error)];
  }
}

/** @throws the error, if it is not about reaching the application */
function unanswered(error: unknown): Result {
  if (!(error instanceof UpstreamError)) throw error;
  return failure(
    error.message,
    'Start the application, or set BULLET_TRAIN_BASE_URL to where this machine reaches it; if its certificate is your own, name its authority in NODE_EXTRA_CA_CERTS',
  );
}
