import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** One small document with its expected results; test/corpus/README.md explains each part. */
export interface CorpusCase {
  title: string;
  document: string;
  variables?: Record<string, string>;
  log?: string[];
  tools?: Record<string, object | null>;
  calls?: CorpusCall[];
}

export interface CorpusCall {
  title?: string;
  tool: string;
  arguments?: Record<string, unknown> | string;
  sends?: SentRequest | SentRequest[] | 'nothing';
  answer?: CorpusAnswer | CorpusAnswer[];
  gets?: { error?: boolean; structured?: object; content?: object[]; text?: string; raw?: string };
}

export interface SentRequest {
  method?: string;
  path?: string;
  headers?: Record<string, string | null>;
  body?: unknown;
}

export interface CorpusAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  base64?: string;
}

const FOLDER = new URL('./corpus/', import.meta.url);

/** The only allowed keys, because a mistyped one would check nothing. */
const KEYS = {
  case: 'title document variables log tools calls',
  call: 'title tool arguments sends answer gets',
  sends: 'method path headers body',
  answer: 'status headers body base64',
  gets: 'error structured content text raw',
};

/** Every case of the corpus, by the name of its file. */
export function readCorpus(): [file: string, corpusCase: CorpusCase][] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return files.toSorted().map((file) => {
    const read = load(readFileSync(new URL(file, FOLDER), 'utf8')) as CorpusCase;
    checkKeys(file, read);
    return [file, read];
  });
}

function checkKeys(file: string, read: CorpusCase): void {
  const check = (kind: keyof typeof KEYS, value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    const known = KEYS[kind].split(' ');
    const unknown = Object.keys(value).filter((key) => !known.includes(key));
    if (unknown.length > 0) throw new Error(`${file}: ${kind} has no ${unknown.join(', ')}`);
  };
  check('case', read);
  if (!read.tools && !read.calls && !read.log) throw new Error(`${file}: it expects nothing`);
  for (const call of read.calls ?? []) {
    check('call', call);
    check('gets', call.gets);
    for (const sent of [call.sends ?? []].flat()) check('sends', sent);
    for (const answer of [call.answer ?? []].flat()) check('answer', answer);
    if (!call.sends && !call.gets) throw new Error(`${file}: a call expects nothing`);
  }
}
