import { stemmer } from 'stemmer';
import type { Tool } from '../../openapi/tools/tool.js';

/** What is done to a record; an operation that does something else is known by its own verb. */
export type Action = 'list' | 'get' | 'create' | 'update' | 'delete';

/** Several words that are one verb, and that verb; `$1` is what stands between them. */
const PHRASES: [RegExp, string][] = [
  [/\b(get|getting|got) rid of\b/g, 'delete'],
  [/\b(call|called) off\b|\bcall (.{1,30}) off\b/g, 'cancel $2'],
  [/\btake (.{1,30}) off\b|\btake off\b/g, 'remove $1'],
  [/\b(write|note|jot) (.{1,30} )?down\b/g, 'create note $2'],
  [/\b(set|sign) up\b/g, 'create'],
  [/\bhow (many|much)\b/g, 'which'],
  [/\b(?:put|bring|get) (.{1,30}) back\b/g, 'restore $1'],
  [/\b(?:put|bring) (.{1,30}) in(?:to)? (?:\w+ ){1,2}order\b/g, 'reorder $1'],
  [/^(tag|label)\b|\bwith (?:a|the) (?:tag|label)\b/g, 'apply tag'],
  [/\bwho am i\b|\bwho i am\b/g, 'get user'],
  [/\bno longer\b/g, 'remove'],
];

/** What people say when they want one of these done. */
const VERBS: [Action[], string][] = [
  [
    ['list', 'get'],
    'which what who whose where when how why is are was were did does do has have had whose whom count',
  ],
  [['list', 'get'], 'show see look find view check read tell know display search fetch retrieve'],
  [['list', 'get'], 'list browse all'],
  [['get', 'list'], 'get details'],
  [
    ['create'],
    'create add new open start insert register record enter log enroll invite upload import submit build send notify post subscribe',
  ],
  [['create', 'update'], 'make put give set mark assign attach apply connect save upsert'],
  [
    ['update'],
    'update change edit rename set move modify correct adjust fix raise lower increase decrease',
  ],
  [
    ['update'],
    'replace switch turn enable disable activate deactivate suspend block unblock publish extend convert',
  ],
  [
    ['delete'],
    'delete remove erase destroy drop kick throw forget detach unsubscribe wipe undo cancel',
  ],
  [['delete', 'update'], 'stop close end take'],
];

/** The intents of a question, the likeliest first. */
export type Intent = readonly Action[];

const INTENTS = new Map<string, Intent>();
for (const [intent, words] of VERBS) {
  for (const word of words.split(' ')) INTENTS.set(stemmer(word), intent);
}

/** A question with verbs of several words made one. */
export function joinVerbs(question: string): string {
  return PHRASES.reduce(
    (text, [phrase, verb]) =>
      text.replace(phrase, (...found: (string | undefined)[]) =>
        verb.replace(/\$(\d)/g, (_all, group: string) => found[Number(group)] ?? ''),
      ),
    question.toLowerCase(),
  );
}

/** What the first verb of a question asks for; undefined where no verb is known. */
export function intentOf(words: readonly string[]): Intent | undefined {
  return words.map((word) => INTENTS.get(stemmer(word))).find((intent) => intent !== undefined);
}

/** Whether a word is a verb that questions use: `list`, `remove`, `find`. */
export function isVerb(word: string): boolean {
  return INTENTS.has(stemmer(word));
}

/** What an operation does to a record, if it is one of these; else its verb says it. */
export function actionOf({ name, method, list }: Tool): Action | undefined {
  const named = name.split('_').find((word) => Object.hasOwn(BY_NAME, word));
  if (named !== undefined) return BY_NAME[named];
  if (method === 'get') return list ? 'list' : 'get';
  return OF_METHOD[method];
}

/** What the other methods do; a POST creates or acts, as its name says. */
const OF_METHOD: Partial<Record<Tool['method'], Action>> = {
  put: 'update',
  patch: 'update',
  delete: 'delete',
};

const BY_NAME: Record<string, Action> = {
  list: 'list',
  get: 'get',
  create: 'create',
  add: 'create',
  update: 'update',
  delete: 'delete',
  remove: 'delete',
};
