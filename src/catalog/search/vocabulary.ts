import type { Intent } from './intent.js';
import { isUnspaced } from './text.js';

/**
 * Words that stand in every sentence of German, French, Spanish, Portuguese, Italian or Dutch and in none of English.
 */
const FUNCTION_WORDS = new Set(
  (
    'der das dem den ein eine einen einem einer und mit fur von zum zur ist sind alle aller mein meine meinen wir uns ich bitte nicht ' +
    'le la les un une des du et avec dans est sont tous toutes mon mes nous je aux cette sur ' +
    'el los las una unos del con para por todos todas mis que ' +
    'um uma dos das com sao meu minha nos nas ' +
    'il gli della dei delle di sono tutti tutte nel nella ' +
    'het een voor zijn mijn wij'
  ).split(' '),
);
/** Words that look like English but are not. */
const FALSE_FRIENDS = new Set(
  'comment todo todos tout pour die was wie war van per come son sale chat note as on an in me no do de en'.split(
    ' ',
  ),
);

const READ: Intent = ['list', 'get'];
const CREATE: Intent = ['create'];
const UPDATE: Intent = ['update'];
const DELETE: Intent = ['delete'];

/** The beginnings of verbs, and words that ask, without accents. */
const VERBS: [Intent, RegExp][] = [
  [
    READ,
    /^(welche\w?|wer|zeig\w*|such\w*|wieviele?|quel(le)?s?|combien|affich\w*|montr\w+|cherch\w+|trouv\w+|cual(es)?|cuant[oa]s?|quien(es)?|muestr\w+|mostr\w+|busc\w+|encuentr\w+|qual|quais|quant[oaie]s?|quem|quali|quale|elenc\w+|cerca\w*|trov\w+|welke|hoeveel|toon|zoek\w*)$/,
  ],
  [
    CREATE,
    /^(erstell\w*|anleg\w+|hinzu\w*|cree[rzs]?|ajout\w+|crear?|anad\w+|agreg\w+|criar?|crie|adicion\w+|creare|aggiung\w+|maak|toevoeg\w+|voeg)$/,
  ],
  [
    UPDATE,
    /^(andern?|andert|umbenenn\w*|bearbeit\w*|aktualisier\w*|modifi\w+|renomm\w+|actualiz\w+|cambi\w+|renombr\w+|atualiz\w+|alterar?|altere|aggiorn\w+|wijzig\w*|bewerk\w*|hernoem\w*)$/,
  ],
  [
    DELETE,
    /^(losch\w+|entfern\w*|supprim\w+|efface\w*|elimin\w+|borrar?|borre|excluir|exclua|apag\w+|cancell\w+|rimuov\w+|verwijder\w*)$/,
  ],
];

/** The same in languages without spaces, wherever they stand. */
const UNSPACED_VERBS: [Intent, RegExp][] = [
  [
    READ,
    /一覧|表示|検索|見せ|教え|どの|何|列出|查看|显示|顯示|查询|查詢|哪些|多少|几个|목록|보여|조회|어떤|몇|แสดง|ค้นหา|รายการ|กี่|อะไร/u,
  ],
  [CREATE, /作成|追加|登録|新規|作って|创建|創建|新建|添加|新增|추가|생성|등록|만들|สร้าง|เพิ่ม/u],
  [UPDATE, /更新|変更|編集|修正|修改|编辑|編輯|更改|수정|변경|업데이트|แก้ไข|เปลี่ยน|อัปเดต/u],
  [DELETE, /削除|消して|取り消|删除|刪除|移除|삭제|제거|취소|ลบ|ยกเลิก/u],
];
/** In Japanese and Korean the verb stands at the end. */
const VERB_LAST = /[\p{Script=Hiragana}\p{Script=Hangul}]/u;

/** What a verb of another language than English asks for. */
export function foreignIntent(word: string): Intent | undefined {
  if (!isUnspaced(word)) return VERBS.find(([, verb]) => verb.test(word))?.[0];
  const found = UNSPACED_VERBS.map(([intent, verb]) => ({ intent, at: lastIndexOf(word, verb) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at);
  return (VERB_LAST.test(word) ? found.at(-1) : found[0])?.intent;
}

/**
 * Whether the words are no English: what means something else there must not be looked for.
 * @param isEnglish whether a word is one of those that make English sentences
 */
export function isForeign(words: readonly string[], isEnglish: (word: string) => boolean): boolean {
  const foreign = words.filter((word) => FUNCTION_WORDS.has(word)).length;
  const english = words.filter((word) => !FUNCTION_WORDS.has(word) && isEnglish(word)).length;
  return foreign > english;
}

/** A stop word of such a sentence. */
export function isForeignStopWord(word: string): boolean {
  return FUNCTION_WORDS.has(word) || FALSE_FRIENDS.has(word);
}

/** A sentence without its verbs, where they stand in it without spaces. */
export function withoutVerbs(text: string): string {
  return UNSPACED_VERBS.reduce((left, [, verb]) => left.replace(new RegExp(verb, 'gu'), ' '), text);
}

function lastIndexOf(text: string, pattern: RegExp): number {
  return Math.max(-1, ...[...text.matchAll(new RegExp(pattern, 'gu'))].map(({ index }) => index));
}
