import { describe, expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { compileTools } from '../compile.js';
import { estimateSchemaTokens } from '../../values/schema-tokens.js';
import { exceedsTokens, listTool, tokenBudget, withOutputSchemas } from './listed-tool.js';

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
  ])('in mode %s, of %d tools with %d fields, adds %d schemas', (mode, count, fields, kept) => {
    const tools = withOutputSchemas(toolsOf(count, fields), mode);
    expect(tools).toHaveLength(count);
    expect(tools.filter(({ outputSchema }) => outputSchema)).toHaveLength(kept);
  });
});

describe('listTool', () => {
  it('fits long arguments into the token limit', () => {
    const schema = (fields: number) => {
      const values = Array.from({ length: 20 }, (_, n) => `value_${n}`);
      const field = { type: 'string', enum: values };
      const names = Array.from({ length: fields }, (_, n) => `field_${n}`);
      const record = {
        type: 'object',
        properties: Object.fromEntries(names.map((n) => [n, field])),
      };
      return { type: 'object', properties: { record, other: { type: 'string' } } };
    };
    const toolWith = (fields: number) => {
      const content = { 'application/json': { schema: schema(fields) } };
      const post = { operationId: 'createThings', requestBody: { content } };
      return compileTools({ openapi: '3.1.0', paths: { '/things': { post } } }).tools[0]!;
    };
    const small = toolWith(2);
    expect(listTool(small).inputSchema).toBe(small.inputSchema);
    const large = toolWith(50);
    expect(exceedsTokens([{ ...large, description: '' }], 700)).toBe(false);
    expect(estimateSchemaTokens(JSON.stringify(large.inputSchema))).toBeGreaterThan(3_000);
    // What is checked and described is all of it.
    expect(Object.keys(large.inputSchema.properties!['record']!.properties!)).toHaveLength(50);
  });
});

it.each([
  [1, 4_000],
  [29, 4_000],
  [185, 24_975],
  [1_223, 25_000],
])('tokenBudget of %d tools is %d tokens', (count, tokens) => {
  expect(tokenBudget(count)).toBe(tokens);
});

it.each([
  'Changes the name of a project; only members of its team can see it',
  'Ändert den Namen des Projekts, für alle Mitglieder über die Oberfläche',
  'Изменяет название проекта. Только участники команды видят задачи',
  'プロジェクトの名前を変更します。チームのメンバーだけが見ることができます。',
  '更改项目名称，只有团队成员才能看到该项目的所有任务',
  '프로젝트의 이름을 변경합니다. 팀 구성원만 볼 수 있습니다.',
])('estimateSchemaTokens does not underestimate “%s”', (description) => {
  const json = JSON.stringify({ name: 'update_project', description });
  expect(estimateSchemaTokens(json)).toBeGreaterThanOrEqual(countTokens(json));
});
