/**
 * Writes docs/configuration.md from the schema of the variables; with `--check` it only says whether the file
 * is as it would write it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { environment } from '../dist/config/app-config.js';
import { VARIABLES } from '../dist/config/variables.js';

const FILE = new URL('../docs/configuration.md', import.meta.url);

const INTRODUCTION = `# Configuration

Every variable that the server reads. \`npm run docs\` writes this page from \`src/config/app-config.ts\`: change it
there.

Variables come from flags (\`npx bullet-train-mcp --help\`), from the environment, or from \`.env\` in the folder where
the program is started: the first of them that has it. The flag of \`SERVER_PORT\` is \`--server-port\`. What is empty
counts as not set. A wrong value stops the start with one line that names the variable.
`;

const SECRETS = `## Secrets

These are no flags, because others on the machine can read the arguments of a program: `;

const text = [
  INTRODUCTION,
  [
    '| variable | values | default | meaning |',
    '| --- | --- | --- | --- |',
    ...VARIABLES.map(row),
  ].join('\n'),
  '',
  `${SECRETS}${VARIABLES.filter(({ isSecret }) => isSecret)
    .map(({ name }) => `\`${name}\``)
    .join(', ')}.`,
  '',
].join('\n');

if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (read() !== text) {
  console.error('docs/configuration.md is not what the schema says: run `npm run docs`');
  process.exitCode = 1;
}

function read() {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}

function row({ name, description, default: value = '', values }) {
  const choices = values.includes('|') ? values.split('|').map(code).join(', ') : '';
  const shown = value.includes(' ') && isInWords(name) ? prose(value) : code(value);
  return `| \`${name}\` | ${choices} | ${shown} | ${prose(description)} |`;
}

/** Whether the schema says in words what holds while the variable is not set. */
function isInWords(name) {
  return environment.in.shape[name].meta()?.unset !== undefined;
}

function code(text) {
  return text && `\`${text}\``;
}

/** Names of variables are set as code, and nothing else is taken for Markdown. */
function prose(text) {
  return text
    .replaceAll(/[|*<]/g, '\\$&')
    .replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (name) => `\`${name}\``);
}
