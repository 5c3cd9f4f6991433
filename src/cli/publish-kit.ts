import { Logger } from '@nestjs/common';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { ConfigError, readConfig } from '../config/app-config.js';
import { readVariables } from '../config/environment.js';
import { writeKit } from '../publish/kit.js';
import { loadPublishable, NothingToPublishError } from '../publish/publishable-tools.js';
import { CATEGORIES, type Category } from '../publish/submission.js';

/** Writes what directories ask for into a folder; the exit status is 1 when there is nothing to publish. */
export async function runPublishKit(options: { out: string; category: string }): Promise<void> {
  Logger.overrideLogger(false);
  const category = options.category.toUpperCase();
  if (!isCategory(category)) {
    return fail(`--category must be one of ${CATEGORIES.join(', ')}`);
  }
  try {
    const config = readConfig(await readVariables());
    const client = new BulletTrainClient(config);
    try {
      const publishable = await loadPublishable(client, config);
      const { files, problems } = await writeKit(options.out, publishable, { config, category });
      console.log(files.map((file) => `✓ ${options.out}/${file}`).join('\n'));
      for (const problem of problems) console.log(`! ${problem}`);
      console.log('\nNext: bullet-train-mcp doctor --publish, and docs/publishing.md');
    } finally {
      client.onModuleDestroy();
    }
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof NothingToPublishError)) throw error;
    fail(error.message);
  }
}

function isCategory(text: string): text is Category {
  return CATEGORIES.some((category) => category === text);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
