import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { compileTools } from '../../openapi/compile.js';
import { parseDocument, type OpenApiDocument } from '../../openapi/document/document.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { ToolIndex } from './tool-index.js';

const FIRST = 3;
const CLICKFUNNELS = new URL('../../../../shared/openapi/clickfunnels-v2.yaml', import.meta.url);

/** What no application of this kind has an operation for. */
const NO_ANSWER = new URL('./questions/no-answer.yaml', import.meta.url);

type Question = [question: string, ...operationIds: string[]];

function questionsOf(table: string): Question[] {
  const file = new URL(`./questions/${table}.yaml`, import.meta.url);
  return load(readFileSync(file, 'utf8')) as Question[];
}

function operationId({ paths }: OpenApiDocument, { path, method }: Tool): string {
  return (paths[path] as Record<string, { operationId: string }>)[method]!.operationId;
}

function searchIn(text: string) {
  const document = parseDocument(text);
  const { tools } = compileTools(document);
  return { document, tools, search: new ToolIndex(tools) };
}

/** @returns the questions for which something is found although there is nothing */
function invented(text: string): string[] {
  const { search } = searchIn(text);
  const questions = load(readFileSync(NO_ANSWER, 'utf8')) as string[];
  return questions.filter((question) => search.find(question, 1).length > 0);
}

/** @returns the questions of which no right operation is among the first three */
function missed(text: string, questions: Question[]): string[] {
  const { document, tools, search } = searchIn(text);
  const ids = new Set(tools.map((tool) => operationId(document, tool)));
  expect(questions.flatMap(([, ...right]) => right).filter((id) => !ids.has(id))).toEqual([]);
  return questions
    .filter(([question, ...right]) => {
      const found = search.find(question, FIRST).map((tool) => operationId(document, tool));
      return !found.some((id) => right.includes(id));
    })
    .map(([question]) => question);
}

describe('the search index', () => {
  it("finds what people ask for in the sandbox's application", async () => {
    const sandbox = await startSandbox({ port: 0 });
    const text = await (await fetch(`${sandbox.url}/api/v1/openapi.yaml`)).text();
    await sandbox.close();
    const questions = questionsOf('sandbox');
    expect(missed(text, questions).length).toBeLessThanOrEqual(1);
    expect(invented(text).length).toBeLessThanOrEqual(1);
  });

  const isThere = existsSync(CLICKFUNNELS);
  const itWithDocument = isThere ? it : it.skip;
  const skipped = isThere ? '' : ' (skipped: the document is missing)';
  itWithDocument(
    `finds 95 % of what people ask for in an application with 204 operations${skipped}`,
    () => {
      const text = readFileSync(CLICKFUNNELS, 'utf8');
      const tuned = questionsOf('clickfunnels');
      const heldOut = questionsOf('clickfunnels-held-out');
      const count = { tuned: missed(text, tuned).length, heldOut: missed(text, heldOut).length };
      expect(count.tuned).toBeLessThanOrEqual(tuned.length * 0.05);
      expect(count.tuned + count.heldOut).toBeLessThanOrEqual(
        (tuned.length + heldOut.length) * 0.05,
      );
      // An order of pizza is an order, and a stock quote is about stock.
      expect(invented(text).length).toBeLessThanOrEqual(4);
    },
  );
});
