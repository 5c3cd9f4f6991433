import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppConfig } from '../config/app-config.js';
import { writeChatGptListing, writeClaudeListing, writeReviewerRecipe } from './kit-texts.js';
import { fetchLogo } from './logo.js';
import type { Publishable } from './publishable-tools.js';
import { writeRegistryEntry } from './registry-entry.js';
import { writeSubmission, type Category } from './submission.js';
import { lockTools } from './tools-lock.js';
import { makeTrials, TRIALS } from './trials.js';

export const LOCK_FILE = 'tools.lock.json';

/** The files that were written, and what the operator has to do next. */
export interface WrittenKit {
  files: string[];
  problems: string[];
}

/**
 * Writes everything that a directory requires into a folder. Creates the folder if necessary and replaces old files.
 */
export async function writeKit(
  folder: string,
  publishable: Publishable,
  { config, category }: { config: AppConfig; category: Category },
): Promise<WrittenKit> {
  const logo = await fetchLogo(config);
  const trials = makeTrials(publishable);
  const files: [string, string | Buffer][] = [
    ['chatgpt-app-submission.json', asJson(writeSubmission(publishable, category))],
    ['listing-chatgpt.md', writeChatGptListing(publishable, config)],
    ['listing-claude.md', writeClaudeListing(publishable, config)],
    ['reviewer.md', writeReviewerRecipe(publishable, config)],
    ['test-calls.json', asJson(trials)],
    ['server.json', asJson(writeRegistryEntry(publishable, config))],
    [LOCK_FILE, asJson(lockTools(publishable.listed))],
    ...logo.files,
  ];
  await mkdir(folder, { recursive: true });
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  return {
    files: files.map(([name]) => name),
    problems: [
      ...logo.problems.map((problem) => `${logo.files[0]?.[0]}: ${problem}`),
      ...(trials.length < TRIALS
        ? [
            `chatgpt-app-submission.json: there are ${trials.length} of ${TRIALS} test cases, because the application has no more lists: write the others yourself`,
          ]
        : []),
    ],
  };
}

function asJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
