import { foreignIntent, isForeign, isForeignStopWord, withoutVerbs } from './vocabulary.js';
import { intentOf, isVerb, joinVerbs, type Intent } from './intent.js';
import { isUnspaced, pairsOf, segmentWords, splitWords } from './text.js';
import { indexWord, queryWords } from './words.js';

/** One thing that a question speaks of. */
export interface QueryWord {
  /** What of it is looked for: its stem, or the pairs of letters of a word without spaces around it. */
  pieces: string[];
  /** What means nearly the same. */
  meant: string[];
  isVerb: boolean;
}

export interface Query {
  words: QueryWord[];
  /** The words as they were said. */
  said: string[];
  intent: Intent | undefined;
  isForeign: boolean;
}

/** A question is a few words; each costs time. */
const MAX_QUESTION_CHARS = 300;
const READ: Intent = ['list', 'get'];
/** Stop words in scripts without spaces; words only in Hiragana are grammar. */
const UNSPACED_STOP_WORDS = new Set(
  '所有 全部 全て 我们 我們 我的 一个 这个 今月 今日 모든 전체 ทั้งหมด ของ ที่ ใน และ ฉัน ให้'.split(' '),
);

/** @param split the parts of a word that is made of several, such as `Rechnungsposition` */
export function readQuery(question: string, split: (word: string) => string[]): Query {
  const asked = question.slice(0, MAX_QUESTION_CHARS);
  const said = splitWords(joinVerbs(asked));
  const foreign = isForeign(said, isEnglish) || said.some(isUnspaced);
  const spaced = said.filter((word) => !isUnspaced(word));
  const known = foreign ? undefined : intentOf(spaced);
  const isQuestion = /[?？؟]\s*$/.test(asked);
  return {
    words: [
      ...spaced.flatMap((word) => readWord(word, foreign, split)),
      ...readUnspaced(said.filter(isUnspaced)),
    ],
    said: spaced,
    intent: known ?? firstForeign(said) ?? intentOf(spaced) ?? (isQuestion ? READ : undefined),
    isForeign: foreign,
  };
}

/** `the`, `show` and what else English sentences are made of. */
function isEnglish(word: string): boolean {
  return queryWords(word).length === 0 || isVerb(word);
}

function firstForeign(words: readonly string[]): Intent | undefined {
  return words.map(foreignIntent).find((intent) => intent !== undefined);
}

function readWord(word: string, foreign: boolean, split: (word: string) => string[]): QueryWord[] {
  const parts = split(word).flatMap((part) => indexWord(part) ?? []);
  if (foreign) {
    const verb = foreignIntent(word) !== undefined;
    return isForeignStopWord(word) || verb
      ? []
      : [{ pieces: [indexWord(word) ?? word], meant: parts, isVerb: false }];
  }
  const [first, ...meant] = queryWords(word);
  if (first === undefined) return [];
  return [
    { pieces: first ? [first] : [], meant: [...meant, ...parts], isVerb: isVerb(word) || !first },
  ];
}

function readUnspaced(runs: readonly string[]): QueryWord[] {
  const words = runs
    .flatMap((run) => segmentWords(withoutVerbs(run)))
    .flatMap((word) => splitWords(word))
    .filter((word) => !UNSPACED_STOP_WORDS.has(word));
  const telling = words.filter((word) => !/^\p{Script=Hiragana}+$/u.test(word) && word.length > 1);
  return (telling.length > 0 ? telling : words).map((word) => ({
    pieces: pairsOf(word),
    meant: [],
    isVerb: false,
  }));
}
