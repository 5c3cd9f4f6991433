import { readFile } from 'node:fs/promises';
import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import type { AppConfig } from '../config/app-config.js';
import { VARIABLE_SCHEMAS } from '../config/variable-schemas.js';
import { displayName, MOST_NAME_CHARS } from '../publish/names.js';
import {
  loadPublishable,
  NothingToPublishError,
  type Publishable,
} from '../publish/publishable-tools.js';
import { compareWithLock, readLock } from '../publish/tools-lock.js';
import { makeTrials, TRIALS } from '../publish/trials.js';
import { failure, ok, warning, type Result } from './finding.js';
import { checkAddresses } from './published-addresses.js';
import { checkSignIn } from './published-sign-in.js';

/** The default, which fits. */
const MOST_RESULT_TOKENS = VARIABLE_SCHEMAS.shape.MCP_MAX_RESULT_TOKENS.parse(undefined);
/** OpenAI's and Anthropic's limit for a tool's name. */
const MOST_TOOL_NAME_CHARS = 64;

/**
 * What the reviewers of ChatGPT's and Claude's directories look at.
 * @param lockFile the tools as they were reviewed, which `publish-kit` wrote
 */
export async function checkPublishing(
  client: BulletTrainClient,
  config: AppConfig,
  lockFile: string,
): Promise<Result[]> {
  const around = [
    ...checkScheme(config),
    ...(await checkAddresses(config)),
    ...(await checkSignIn(config)),
    checkResultSize(config),
  ];
  try {
    const publishable = await loadPublishable(client, config);
    return [
      ...around,
      ...checkName(publishable),
      ...checkTools(publishable),
      ...checkTrials(publishable),
      await checkLock(publishable, lockFile),
      askAboutSignIn(),
    ];
  } catch (error) {
    if (!(error instanceof NothingToPublishError)) throw error;
    return [...around, failure(error.message, 'Mend the document first: see the check above')];
  }
}

function checkScheme({ server: { publicUrl }, oauth }: AppConfig): Result[] {
  return [
    publicUrl.startsWith('https://')
      ? ok(`${publicUrl} is https, and must never change: a published plugin keeps its origin`)
      : failure(`${publicUrl} is not https`, 'Set PUBLIC_URL to the address for good'),
    oauth.application
      ? ok('every client can sign people in')
      : failure(
          'clients cannot register: BULLET_TRAIN_CLIENT_ID is not set',
          "Create the operator's Platform Application and set BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET",
        ),
  ];
}

/** Claude's tokens are up to 1.4 of the estimated ones. */
function checkResultSize({ maxResultTokens }: AppConfig): Result {
  return maxResultTokens <= MOST_RESULT_TOKENS
    ? ok(`a result has at most about ${maxResultTokens} tokens`)
    : warning(
        `a result may have ${maxResultTokens} tokens, and Claude's directory allows 25,000 of Claude's own`,
        `Set MCP_MAX_RESULT_TOKENS to ${MOST_RESULT_TOKENS} or less`,
      );
}

function checkName(publishable: Publishable): Result[] {
  const { name } = publishable;
  const shown = displayName(publishable);
  return shown === name
    ? [ok(`the name ${shown} fits the directories`)]
    : [
        warning(
          `the name ${JSON.stringify(name)} does not fit: a directory takes ${MOST_NAME_CHARS} characters, and no MCP, Plugin or Connector behind it`,
          `Set APPLICATION_NAME, such as ${JSON.stringify(shown)}`,
        ),
      ];
}

function checkTools({ listed, isSearched }: Publishable): Result[] {
  const unmarked = listed.filter(({ annotations }) =>
    [annotations?.readOnlyHint, annotations?.destructiveHint, annotations?.openWorldHint].some(
      (hint) => typeof hint !== 'boolean',
    ),
  );
  const unfit = listed.filter(
    ({ name, title, description }) =>
      !title ||
      !description ||
      !/^[A-Za-z0-9_-]+$/.test(name) ||
      name.length > MOST_TOOL_NAME_CHARS,
  );
  const open = listed.filter(({ annotations }) => annotations?.openWorldHint).map(nameOf);
  const bare = listed.filter(({ outputSchema }) => !outputSchema).map(nameOf);
  return [
    unmarked.length === 0
      ? ok(`all ${listed.length} tools have every hint`)
      : failure(`${unmarked.map(nameOf).join(', ')} lack hints`, 'Set them in TOOLS_OVERRIDES'),
    unfit.length === 0
      ? ok(
          `all tools have a title, a description and a name of at most ${MOST_TOOL_NAME_CHARS} characters`,
        )
      : failure(
          `${unfit.map(nameOf).join(', ')}: the title, the description or a short name is missing`,
          'Set name, title and description in TOOLS_OVERRIDES',
        ),
    warning(
      `${open.length} of ${listed.length} tools say that they reach people, systems or the public outside`,
      'Read the list: a wrong hint is a common reason for refusal. Correct it with openWorld, readOnly and destructive in TOOLS_OVERRIDES',
      open,
    ),
    ...(isSearched
      ? [
          warning(
            'the tools are searched, and ChatGPT refuses tools that call any operation',
            'Choose operations with TOOLS_INCLUDE and TOOLS_EXCLUDE until a list has room for them (128 tools, 25,000 tokens), or set TOOLS_MODE=all',
          ),
        ]
      : []),
    bare.length === 0
      ? ok('every tool says what it answers')
      : warning(
          `${bare.length} of ${listed.length} tools do not say what they answer`,
          'Set MCP_OUTPUT_SCHEMAS=always where the document describes responses; no directory requires it',
          bare.slice(0, 20),
        ),
  ];
}

function nameOf({ name }: { name: string }): string {
  return name;
}

function checkTrials(publishable: Publishable): Result[] {
  const { length } = makeTrials(publishable);
  return length === TRIALS
    ? [ok(`there are ${TRIALS} test cases`)]
    : [
        warning(
          `publish-kit can write ${length} of ${TRIALS} test cases`,
          'Write the others into chatgpt-app-submission.json yourself',
        ),
      ];
}

async function checkLock({ listed }: Publishable, file: string): Promise<Result> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return warning(
      `there is no ${file}, so nobody can tell whether reviewed tools have changed`,
      'Keep the tools.lock.json of the kit that you submitted beside your configuration; --lock names another place',
    );
  }
  const lock = readLock(text);
  if (!lock) return failure(`${file} is no lock file`, 'Write it anew with publish-kit');
  const { gone, changed, added } = compareWithLock(lock, listed);
  if (gone.length > 0) {
    return failure(
      `tools that were reviewed are gone or renamed: ${gone.join(', ')}`,
      'Give them their old names with name in TOOLS_OVERRIDES, or submit again; until then clients call tools that there are not',
    );
  }
  if (changed.length + added.length === 0) return ok(`the tools are those of ${file}`);
  return warning(
    `tools differ from ${file}: ${changed.length} changed, ${added.length} new`,
    'Submit again: a directory shows the tools as they were reviewed',
    [...changed.map((name) => `changed: ${name}`), ...added.map((name) => `new: ${name}`)],
  );
}

function askAboutSignIn(): Result {
  return warning(
    "whether the reviewers' account signs in without a second factor cannot be told from here",
    'Sign in with it in a private window: no code by mail, text message or authenticator may be asked for (reviewer.md)',
  );
}
