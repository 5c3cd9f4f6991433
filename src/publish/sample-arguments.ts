import { placeholdersOf } from '../openapi/document/path-template.js';
import type { JsonSchema } from '../openapi/schema/schema-keywords.js';
import { withoutCallOptions } from '../openapi/tools/call-options.js';
import type { Tool } from '../openapi/tools/tool.js';

const OF_FORMAT: Record<string, string> = {
  date: '2027-03-31',
  'date-time': '2027-03-31T10:00:00Z',
  email: 'reviewer@example.com',
  uri: 'https://example.com/',
};
const NAMES = ['name', 'title', 'label', 'subject'];

/**
 * Arguments for a new record: those that the tool requires, and a name if it takes one, without those in the path.
 * @returns undefined if a required argument cannot be made up, such as the id of another record
 */
export function sampleArguments(tool: Tool, called: string): Record<string, unknown> | undefined {
  const { properties = {}, required = [] } = withoutCallOptions(tool.inputSchema, tool.callOptions);
  const inPath = placeholdersOf(tool.path);
  const named = NAMES.find((name) => isText(properties[name]));
  const wanted = [...new Set([...required, ...(named === undefined ? [] : [named])])];
  const sample: Record<string, unknown> = {};
  for (const name of wanted.filter((one) => !inPath.includes(one))) {
    const value = name === named ? called : sampleOf(name, properties[name] ?? {});
    if (value === undefined) return undefined;
    sample[name] = value;
  }
  return sample;
}

function isText(schema: JsonSchema | undefined): boolean {
  return schema !== undefined && typeOf(schema) === 'string' && !schema.enum;
}

function typeOf({ type }: JsonSchema): string | undefined {
  return [type].flat().find((one) => one !== 'null');
}

function sampleOf(name: string, schema: JsonSchema): unknown {
  if (schema.enum) return schema.enum.find((value) => value !== null);
  if (/_ids?$/.test(name)) return undefined;
  const type = typeOf(schema);
  if (type === 'string') {
    if (/email/.test(name)) return OF_FORMAT['email'];
    return OF_FORMAT[String(schema['format'] ?? '')] ?? `Review ${name.replaceAll('_', ' ')}`;
  }
  return { integer: 1, number: 1, boolean: false, array: [] }[type ?? ''];
}
