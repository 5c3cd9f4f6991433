import { describe, expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { compileTools } from './compile.js';
import { estimateTokens, tokenBudget, withOutputSchemas } from './listed-tool.js';

/** A document with so many operations, which answer with so many fields. */
function toolsOf(count: number, fields: number) {
  const properties = Object.fromEntries(
    Array.from({ length: fields }, (_, index) => [`field_number_${index}`, { type: 'string' }]),
  );
  const content = { 'application/json': { schema: { type: 'object', properties } } };
  const paths = Array.from({ length: count }, (_, index) => [
    `/things${index}`,
    { get: { operationId: `listThings${index}`, responses: { 200: { content } } } },
  ]);
  return compileTools({ openapi: '3.1.0', paths: Object.fromEntries(paths) as object as never });
}

describe('withOutputSchemas', () => {
  it.each<['auto' | 'always' | 'never', number, number, number]>([
    ['auto', 10, 5, 10],
    ['auto', 10, 50, 0],
    ['auto', 200, 1, 200],
    ['auto', 200, 30, 0],
    ['always', 200, 30, 200],
    ['never', 1, 1, 0],
  ])('%s of %d tools with %d fields keeps %d', (mode, count, fields, kept) => {
    const tools = withOutputSchemas(toolsOf(count, fields), mode);
    expect(tools).toHaveLength(count);
    expect(tools.filter(({ outputSchema }) => outputSchema)).toHaveLength(kept);
  });
});

it.each([
  [1, 4_000],
  [29, 4_000],
  [204, 27_540],
  [1_223, 30_000],
])('%d tools may cost %d tokens', (count, tokens) => {
  expect(tokenBudget(count)).toBe(tokens);
});

it.each([
  'Changes the name of a project; only members of its team can see it',
  'Ändert den Namen des Projekts, für alle Mitglieder über die Oberfläche',
  'Изменяет название проекта. Только участники команды видят задачи',
  'プロジェクトの名前を変更します。チームのメンバーだけが見ることができます。',
  '更改项目名称，只有团队成员才能看到该项目的所有任务',
  '프로젝트의 이름을 변경합니다. 팀 구성원만 볼 수 있습니다.',
])('the tokens of “%s” are not underestimated', (description) => {
  const json = JSON.stringify({ name: 'update_project', description });
  expect(estimateTokens(json)).toBeGreaterThanOrEqual(countTokens(json));
});
