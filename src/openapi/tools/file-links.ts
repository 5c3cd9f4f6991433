import type { ObjectSchema } from '../schema/schema-keywords.js';
import { fileArguments } from './file-arguments.js';
import { FILE } from './input-schema.js';
import type { Tool } from './tool.js';

const TEXT = { type: 'string' };

/**
 * What ChatGPT fills in for a file that a person has attached: an object with exactly these members
 * (developers.openai.com/plugins/reference, "Define file inputs").
 */
const FILE_BY_LINK = {
  type: 'object',
  properties: { download_url: TEXT, file_id: TEXT, mime_type: TEXT, file_name: TEXT },
  required: ['download_url', 'file_id'],
  additionalProperties: false,
};

/**
 * @param schema the input schema as other clients see it
 * @returns the schema in which files are objects with a link, and which arguments these are; undefined where the tool
 *   takes no file
 */
export function inputSchemaWithLinks(
  tool: Tool,
  schema: ObjectSchema,
): { inputSchema: ObjectSchema; fileParams: string[] } | undefined {
  const files = fileArguments(tool).filter(({ name }) => schema.properties?.[name] !== undefined);
  if (files.length === 0) return undefined;
  const shown = files.map(({ name, isList }) => {
    const said = schema.properties?.[name]?.description ?? '';
    const description = said.replace(FILE, isList ? 'Files' : 'File').trim();
    const linked = isList ? { type: 'array', items: FILE_BY_LINK } : FILE_BY_LINK;
    return [name, { ...linked, ...(description && { description }) }] as const;
  });
  return {
    inputSchema: {
      ...schema,
      properties: { ...schema.properties, ...Object.fromEntries(shown) },
    },
    fileParams: files.map(({ name }) => name),
  };
}
