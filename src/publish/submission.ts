import { FETCH, SEARCH } from '../catalog/knowledge/knowledge-tools.js';
import { ToolIndex } from '../catalog/search/tool-index.js';
import { justify, type Justifications } from './justifications.js';
import { descriptionOf, displayName, kindsOf, subtitleOf } from './names.js';
import type { Publishable } from './publishable-tools.js';
import { makeTrials, type Trial } from './trials.js';

/** OpenAI's form (openai/openai-developers-for-cursor, skills/chatgpt-app-submission). */
export const CATEGORIES = [
  'BUSINESS',
  'COLLABORATION',
  'DESIGN',
  'DEVELOPER_TOOLS',
  'EDUCATION',
  'ENTERTAINMENT',
  'FINANCE',
  'FOOD',
  'LIFESTYLE',
  'NEWS',
  'PRODUCTIVITY',
  'SHOPPING',
  'TRAVEL',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The file that OpenAI's submission form imports: `chatgpt-app-submission.json`. */
export interface Submission {
  $schema: string;
  schema_version: 1;
  app_info: { display_name: string; subtitle: string; description: string; category: Category };
  tools: Record<
    string,
    {
      annotations: { readOnlyHint: boolean; openWorldHint: boolean; destructiveHint: boolean };
      justifications: Justifications;
    }
  >;
  test_cases: TestCase[];
  negative_test_cases: TestCase[];
}

interface TestCase {
  description: string;
  user_prompt: string;
  file_attachment_urls: null;
  tools_triggered: string | null;
  expected_output: string;
  expected_output_url: null;
}

const SCHEMA = 'https://developers.openai.com/apps-sdk/schemas/chatgpt-app-submission.v1.json';
const NEGATIVE = 3;
const MOST_PROMPT_CHARS = 128;
/** Prompts that resemble what such applications do. Those that match one of its tools are not used. */
const OUTSIDE: [what: string, prompt: string][] = [
  ['the weather', 'What will the weather be like in Lisbon tomorrow?'],
  ['a poem', 'Write a short poem about the sea in autumn.'],
  ['general knowledge', 'Who wrote the novel Moby-Dick?'],
  ['a translation', 'Translate "good morning" into Japanese.'],
  ['a private calendar', 'What meetings are in my Google Calendar on Friday?'],
  ['a calculation', 'What is 17 percent of 240?'],
  ['the news', "Summarize today's headlines."],
];

export function writeSubmission(publishable: Publishable, category: Category): Submission {
  const { tools, listed } = publishable;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const application = displayName(publishable);
  return {
    $schema: SCHEMA,
    schema_version: 1,
    app_info: {
      display_name: application,
      subtitle: subtitleOf(publishable),
      description: descriptionOf(publishable),
      category,
    },
    tools: Object.fromEntries(
      listed.map((tool) => {
        const { annotations = {} } = tool;
        const hints = {
          readOnlyHint: annotations.readOnlyHint === true,
          openWorldHint: annotations.openWorldHint === true,
          destructiveHint: annotations.destructiveHint === true,
        };
        const justifications = justify(tool, byName.get(tool.name), application);
        return [tool.name, { annotations: hints, justifications }];
      }),
    ),
    test_cases: makeTrials(publishable).map(writeCase),
    negative_test_cases: outsidePrompts(publishable).map(([what, prompt]) => ({
      ...writeCase({
        description: `Does not answer a question about ${what}.`,
        prompt,
        calls: [],
        expects: `${application} is not used: the request has nothing to do with its records.`,
      }),
    })),
  };
}

function writeCase({ description, prompt, calls, expects }: Trial): TestCase {
  const names = [...new Set(calls.map(({ tool }) => tool))];
  return {
    description,
    user_prompt: prompt,
    file_attachment_urls: null,
    tools_triggered: names.length > 0 ? names.join(', ') : null,
    expected_output: expects,
    expected_output_url: null,
  };
}

function outsidePrompts({ tools }: Publishable): [string, string][] {
  const index = new ToolIndex(tools);
  const fits = ([, prompt]: [string, string]) => index.find(prompt, 1).length > 0;
  const outside = OUTSIDE.filter((each) => !fits(each));
  return [...outside, ...OUTSIDE.filter(fits)].slice(0, NEGATIVE);
}

/** Three prompts for the first visit, of at most 128 characters. */
export function starterPrompts(publishable: Publishable): string[] {
  const name = displayName(publishable);
  const [kind = 'records'] = kindsOf(publishable);
  const hasSearch = publishable.listed.some((tool) => tool.name === SEARCH || tool.name === FETCH);
  const [first] = makeTrials(publishable);
  return [
    `What can you do for me in ${name}?`,
    hasSearch ? `Find what is new among my ${kind} in ${name}.` : `List my ${kind} in ${name}.`,
    ...(first ? [first.prompt] : []),
  ].map((prompt) => prompt.slice(0, MOST_PROMPT_CHARS));
}
