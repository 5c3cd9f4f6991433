/**
 * Writes docs/configuration.md from the schema of the variables, the table of rooms into docs/how-it-works.md, into
 * docs/deploying.md the ways out of a missing OpenAPI document and the tables of scale (bench/scale-table.ts), the alert
 * rules for the Prometheus operator, and the README's picture from a conversation with the sandbox. With `--check` it
 * writes nothing, and fails when a file differs from what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { converse } from './conversation.ts';
import { drawConversation } from './conversation-picture.ts';
import { writeScaleTables } from '../bench/scale-table.ts';
import { DOCUMENT_CAUSE, documentRemedies } from '#built/bullet-train/document-remedies.js';
import { VARIABLE_SCHEMAS } from '#built/config/variable-schemas.js';
import { VARIABLES } from '#built/config/variables.js';
import { ROOMS } from '../rooms.ts';

const FILE = new URL('../docs/configuration.md', import.meta.url);
const HOW_IT_WORKS = new URL('../docs/how-it-works.md', import.meta.url);
const DEPLOYING = new URL('../docs/deploying.md', import.meta.url);
const ALERTS = new URL('../deploy/prometheus/alerts.yaml', import.meta.url);
const RULE = new URL(
  '../deploy/kubernetes/components/monitoring/prometheus-rule.yaml',
  import.meta.url,
);
const CONVERSATION = new URL('../docs/images/conversation.svg', import.meta.url);
/** The text between these comments is generated. */
const ROOMS_TABLE = /(<!-- rooms[^>]*-->\n)[\s\S]*?(<!-- \/rooms -->)/;
const REMEDIES = /(<!-- document-remedies[^>]*-->\n)[\s\S]*?(<!-- \/document-remedies -->)/;
const SCALE = /(<!-- scale[^>]*-->\n)[\s\S]*?(<!-- \/scale -->)/;
const MEASURED = new URL('../bench/measured.json', import.meta.url);

const INTRODUCTION = `# Configuration

Every variable that the server reads. \`npm run docs\` writes this page from \`src/config/variable-schemas.ts\`: change it
there.

Variables come from flags (\`npx bullet-train-mcp --help\`), from the environment, or from \`.env\` in the folder where
the program is started; whichever source defines a variable first wins. The flag of \`SERVER_PORT\` is \`--server-port\`.
An empty value counts as not set. An invalid value stops the start with one line that names the variable.
`;

const SECRETS = `## Secrets

Secrets have no flags, because other users of the machine can read a program's arguments: `;

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

const deploying = read(DEPLOYING);
const [cause, ...ways] = [DOCUMENT_CAUSE, ...documentRemedies('v1')];
const remedies = [
  `${cause}. One of three ways out:`,
  '',
  ...ways.map((way, n) => `${n + 1}. ${way}`),
];
const rooms = [
  '| folder of `src/` | what is in it | may import from |',
  '| --- | --- | --- |',
  ...Object.entries(ROOMS).map(
    ([folder, { holds, knows }]) => `| \`${folder}/\` | ${holds} | ${grouped(knows)} |`,
  ),
];
const written: [file: URL, text: string][] = [
  [CONVERSATION, drawConversation(await converse())],
  [FILE, text],
  [HOW_IT_WORKS, read(HOW_IT_WORKS).replace(ROOMS_TABLE, `$1\n${rooms.join('\n')}\n\n$2`)],
  [RULE, prometheusRule(read(ALERTS))],
  [
    DEPLOYING,
    deploying
      .replace(REMEDIES, `$1${remedies.map(codeVariables).join('\n')}\n$2`)
      .replace(SCALE, `$1\n${writeScaleTables(JSON.parse(read(MEASURED)))}\n\n$2`),
  ],
];

for (const [file, wanted] of written) {
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else if (read(file) !== wanted) {
    console.error(`${file.pathname} is not what the sources say: run \`npm run docs\``);
    process.exitCode = 1;
  }
}

/** @returns the groups of a file of rules as the operator's resource */
function prometheusRule(alerts: string): string {
  const groups = alerts.slice(alerts.indexOf('groups:')).trimEnd();
  return `# Written by npm run docs from deploy/prometheus/alerts.yaml: change it there.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: bullet-train-mcp
  labels:
    app.kubernetes.io/name: bullet-train-mcp
spec:
${groups.replaceAll(/^/gm, '  ')}
`;
}

function read(file: URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function row({
  name,
  description,
  default: value = '',
  values,
}: (typeof VARIABLES)[number]): string {
  const choices = values.includes('|') ? values.split('|').map(code).join(', ') : '';
  const shown = value.includes(' ') && isInWords(name) ? prose(value) : code(value);
  return `| \`${name}\` | ${choices} | ${shown} | ${prose(description)} |`;
}

/** Whether the schema describes the default in words. */
function isInWords(name: string): boolean {
  // VARIABLES has the names of this very shape.
  const schema = VARIABLE_SCHEMAS.shape[name as keyof typeof VARIABLE_SCHEMAS.shape];
  return schema.meta()?.unset !== undefined;
}

function code(text: string): string {
  return text && `\`${text}\``;
}

/** Formats names of variables as code, and escapes Markdown. */
function prose(text: string): string {
  return codeVariables(text.replaceAll(/[|*<]/g, '\\$&'));
}

function codeVariables(text: string): string {
  return text.replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (name) => `\`${name}\``);
}

/** Groups sibling folders: `openapi/{document, plan}`. */
function grouped(folders: readonly string[]): string {
  const inside = Object.groupBy(folders, (folder) => folder.replace(/\/.*/, ''));
  return Object.entries(inside)
    .map(([room, all = []]) => {
      const parts = all
        .filter((folder) => folder !== room)
        .map((folder) => folder.slice(room.length + 1));
      const own = all.includes(room) ? [room === '.' ? 'app.module' : room] : [];
      if (parts.length === 0) return own[0];
      return [...own, `${room}/${parts.length > 1 ? `{${parts.join(', ')}}` : parts[0]}`].join(
        ', ',
      );
    })
    .join(', ');
}
