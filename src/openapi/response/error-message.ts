import { showUnseen } from '../../values/unseen.js';
import { isRecord } from '../../values/is-record.js';
import { writeExactly } from '../../values/exact-number.js';
import { isJson, parseJson, readText, type ApiResponse } from './response-body.js';

const MOST_CHARS = 2_000;
const MOST_PLAIN_CHARS = 500;
const MOST_ENTRIES = 50;
/** No application nests its explanations deeper. */
const MAX_DEPTH = 4;

/** Members in which APIs put the error message, the most specific first (RFC 9457 §3.1, RFC 6749 §5.2, JSON:API, Rails, Django). */
const SENTENCES =
  'detail error_description message error_message errorMessage error msg reason description title'.split(
    ' ',
  );
/** Members with errors of single fields. */
const LISTS =
  'errors invalid_params invalid-params details violations fieldErrors field_errors'.split(' ');
/** Members that name the field, in an entry of such a list. */
const PLACES = 'field name param parameter path property loc attribute propertyPath'.split(' ');
/** Members without a message. */
const SILENT =
  'status statusCode status_code code type instance success ok trace_id request_id'.split(' ');

/**
 * Reads the error message from a response: from its JSON or plain text, never from HTML.
 * @param fieldsAtTop whether the names at the top of its JSON may be fields, as in Rails' `{"name": ["can't be blank"]}`
 * @returns undefined where there are none
 */
export function errorMessageOf(response: ApiResponse, fieldsAtTop: boolean): string | undefined {
  const words = isJson(response.headers)
    ? wordsIn(parseJson(response.body), fieldsAtTop)
    : plainWords(response);
  const said = words.join('; ').trim();
  return said === '' ? undefined : shorten(said, MOST_CHARS);
}

function wordsIn(value: unknown, fieldsAtTop: boolean): string[] {
  if (typeof value === 'string') return [oneSentence(value)];
  if (Array.isArray(value)) return entriesOf(value, 0);
  if (!isRecord(value)) return [];
  if (fieldsAtTop && isFieldsAlone(value)) return entriesOf(value, 0);
  const { sentence, place } = sentenceIn(value);
  const lists = LISTS.flatMap((name) => entriesOf(value[name], 0));
  const known = [...SENTENCES, ...LISTS, ...SILENT];
  // Where there is a sentence the other names are no fields.
  const fields =
    fieldsAtTop && sentence === undefined && lists.length === 0
      ? Object.fromEntries(Object.entries(value).filter(([name]) => !known.includes(name)))
      : {};
  const words = [sentence, ...lists, ...entriesOf(fields, 0)].filter((word) => word !== undefined);
  return [...new Set(place === undefined ? words : words.map((word) => `${place} ${word}`))];
}

/** Rails: lists of texts alone, and then any name is a field's, `title` and `message` too. */
function isFieldsAlone(value: Record<string, unknown>): boolean {
  return Object.entries(value).every(
    ([name, texts]) =>
      !LISTS.includes(name) &&
      Array.isArray(texts) &&
      texts.every((text) => typeof text === 'string'),
  );
}

/** What is wrong with a field of any of these names: `name can't be blank, is too short`. */
function entriesOf(value: unknown, depth: number): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [oneSentence(value)];
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ENTRIES).flatMap((entry) => entryOf(entry, depth));
  }
  if (!isRecord(value)) return [writeExactly(value)];
  const fields = Object.entries(value).slice(0, MOST_ENTRIES);
  return fields.flatMap(([name, inner]) => {
    const words = depth < MAX_DEPTH ? entriesOf(inner, depth + 1) : [writeExactly(inner)];
    return words.length === 0 ? [] : [`${name} ${words.join(', ')}`];
  });
}

function entryOf(entry: unknown, depth: number): string[] {
  if (!isRecord(entry)) return entriesOf(entry, depth);
  const { sentence, place } = sentenceIn(entry);
  if (sentence === undefined) return entriesOf(entry, depth);
  return [place === undefined || sentence.includes(place) ? sentence : `${place} ${sentence}`];
}

interface Sentence {
  sentence?: string | undefined;
  /** The field that it is about. */
  place?: string | undefined;
}

function sentenceIn(value: Record<string, unknown>): Sentence {
  for (const name of SENTENCES) {
    const said = value[name];
    if (typeof said === 'string' && said.trim() !== '') {
      return { sentence: withTitle(value, name, oneSentence(said)), place: placeIn(value) };
    }
    // `{"error": {"message": …}}`, and FastAPI's `{"detail": [{"loc": …, "msg": …}]}`.
    const inner = isRecord(said)
      ? wordsIn(said, true)
      : Array.isArray(said)
        ? entriesOf(said, 1)
        : [];
    if (inner.length > 0) return { sentence: inner.join('; '), place: placeIn(value) };
  }
  return {};
}

/** RFC 9457: the title names the kind of problem, and the detail this one. */
function withTitle({ title }: Record<string, unknown>, name: string, sentence: string): string {
  if (typeof title !== 'string' || name !== 'detail' || title.trim() === '') return sentence;
  return sentence.startsWith(title) ? sentence : `${oneSentence(title)}: ${sentence}`;
}

function placeIn(entry: Record<string, unknown>): string | undefined {
  const { source } = entry;
  // JSON:API: `{"source": {"pointer": "/data/attributes/name"}}`.
  const given = isRecord(source) ? (source['pointer'] ?? source['parameter']) : undefined;
  const place = given ?? PLACES.map((name) => entry[name]).find((value) => value !== undefined);
  const path = Array.isArray(place)
    ? place
        .map(String)
        .filter((part) => part !== 'body')
        .join('.')
    : place;
  if (typeof path !== 'string') return undefined;
  return path.replace(/^#?\/(data\/attributes\/)?/, '') || undefined;
}

function plainWords(response: ApiResponse): string[] {
  const type = response.headers['content-type'] ?? '';
  if (!/^text\/plain\b/i.test(type)) return [];
  const text = showUnseen(readText(response)).trim();
  // A page or a trace under a wrong name.
  return text.startsWith('<') || text.split('\n').length > 5
    ? []
    : [shorten(oneSentence(text), MOST_PLAIN_CHARS)];
}

function oneSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  // Pages have been seen in JSON texts.
  return /^<(!doctype|html)/i.test(line)
    ? ''
    : shorten(line, MOST_PLAIN_CHARS).replace(/(?<=\w)\.$/, '');
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
