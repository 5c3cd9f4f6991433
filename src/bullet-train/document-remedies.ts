/** Why a stock application has no document in production. */
export const DOCUMENT_CAUSE =
  'A stock Bullet Train application cannot write this document in production: it takes its examples from FactoryBot';

/**
 * The ways out, a sentence each; the log, `/health`, `doctor` and `docs/` take them from here.
 * @see https://github.com/bullet-train-co/bullet_train-core bullet_train-api, lib/tasks/bullet_train/api_tasks.rake
 */
export function documentRemedies(apiVersion: string): [string, string, string] {
  return [
    'move `factory_bot_rails` in its Gemfile out of the group of development and test, and deploy `test/` with it',
    `run \`rake bullet_train:api:generate_static_openapi\` on a machine that has both, and deploy the file that it writes, \`public/api/${apiVersion}/openapi.yaml\`, served by the web server in front or with RAILS_SERVE_STATIC_FILES`,
    'give this server the document itself: OPENAPI_DOCUMENT takes a file or an address',
  ];
}

/** Cause and ways out in one line. */
export function explainMissingDocument(apiVersion: string): string {
  const ways = documentRemedies(apiVersion).map((way, index) => `(${index + 1}) ${way}`);
  return `${DOCUMENT_CAUSE}. One of three ways out: ${ways.join('; ')}`;
}
