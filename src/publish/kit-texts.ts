import type { AppConfig } from '../config/app-config.js';
import { descriptionOf, displayName, subtitleOf } from './names.js';
import type { Publishable } from './publishable-tools.js';
import { starterPrompts } from './submission.js';
import { makeTrials } from './trials.js';

const UNSET = '**not set**';

/** The texts to type into OpenAI's form, beside the file that it imports. */
export function writeChatGptListing(publishable: Publishable, config: AppConfig): string {
  const { server } = config;
  return [
    `# ${displayName(publishable)} in ChatGPT's directory`,
    '',
    'Import `chatgpt-app-submission.json` in the form; fill in the rest from here.',
    '',
    ...table([
      ['MCP server', `${server.publicUrl}/mcp`],
      ['Authentication', 'OAuth; the client registers itself (metadata document)'],
      ['Name (30 characters)', displayName(publishable)],
      ['Subtitle (30 characters)', subtitleOf(publishable)],
      ...addresses(config),
    ]),
    '',
    '## Description',
    '',
    descriptionOf(publishable),
    '',
    '## Starter prompts',
    '',
    ...starterPrompts(publishable).map((prompt) => `- ${prompt}`),
    '',
  ].join('\n');
}

/** The texts for Anthropic's form for remote servers. */
export function writeClaudeListing(publishable: Publishable, config: AppConfig): string {
  const { tools, listed } = publishable;
  const count = (kind: string) => tools.filter((tool) => tool.kind === kind).length;
  return [
    `# ${displayName(publishable)} in Claude's directory`,
    '',
    ...table([
      ['Server URL', `${config.server.publicUrl}/mcp`],
      ['Transport', 'Streamable HTTP'],
      ['Authentication', 'OAuth 2.1 with dynamic registration or a metadata document'],
      ['Name', displayName(publishable)],
      ['Tagline', subtitleOf(publishable)],
      [
        'Capabilities',
        `${count('read')} tools that read, ${count('write')} that write, ${count('delete')} that delete`,
      ],
      ...addresses(config),
    ]),
    '',
    '## Description',
    '',
    descriptionOf(publishable),
    '',
    '## Examples',
    '',
    ...makeTrials(publishable)
      .slice(0, 3)
      .map(({ prompt, expects }) => `- “${prompt}” ${expects}`),
    '',
    '## Tools',
    '',
    ...listed.map(({ name, title = name, annotations = {} }) => {
      const hint = annotations.readOnlyHint
        ? 'reads'
        : annotations.destructiveHint
          ? 'changes, destructive'
          : 'changes';
      return `- \`${name}\`: ${title} (${hint})`;
    }),
    '',
  ].join('\n');
}

/** How the operator creates an account for reviewers, and what it contains. */
export function writeReviewerRecipe(publishable: Publishable, config: AppConfig): string {
  const name = displayName(publishable);
  const trials = makeTrials(publishable);
  return [
    `# An account for the reviewers of ${name}`,
    '',
    `1. Sign up at ${config.bulletTrain.publicUrl} with an address that your team reads, such as review@your-company.`,
    '   Give it a password of its own, and no second factor: reviewers cannot receive codes.',
    '2. Make one team with invented records, so that every test case below has something to find: at least three of each',
    '   kind that it names. No data of real people.',
    '3. Keep the account as long as the listing: directories check again without asking.',
    '4. Try each prompt in the client itself with this account, and record the demo on the way.',
    '5. Write the address and the password into the form alone, into no file.',
    '',
    '## Prompts to try',
    '',
    ...trials.map(({ prompt, calls, expects }) => {
      const names = [...new Set(calls.map(({ tool }) => tool))].map((tool) => `\`${tool}\``);
      return `- “${prompt}” → ${names.join(', ')}. ${expects}`;
    }),
    '',
  ].join('\n');
}

function addresses({ application }: AppConfig): [string, string][] {
  return [
    ['Documentation', application.documentationUrl ?? `${UNSET}: APPLICATION_DOCUMENTATION_URL`],
    ['Support', application.supportUrl ?? `${UNSET}: APPLICATION_SUPPORT_URL`],
    ['Privacy policy', application.privacyUrl ?? `${UNSET}: APPLICATION_PRIVACY_URL`],
    ['Terms of service', application.termsUrl ?? `${UNSET}: APPLICATION_TERMS_URL`],
  ];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const cells = rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`);
  return ['| field | value |', '| --- | --- |', ...cells];
}
