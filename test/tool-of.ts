import { compileTools } from '../src/openapi/compile.js';
import type { Tool } from '../src/openapi/tools/tool.js';

export const string = { type: 'string' };
export const integer = { type: 'integer' };
export const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
});

/** @returns the tool of a document's only operation, with a JSON body of this schema if given */
export function toolOf(method: string, path: string, operation: object, schema?: object): Tool {
  const requestBody = schema && { content: { 'application/json': { schema } } };
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: { [path]: { [method]: { ...(requestBody && { requestBody }), ...operation } } },
    components: { schemas: { Tag: object({ name: string }) } },
  });
  return tools[0]!;
}

/** Where each argument of a tool goes: `body_id → body id`. */
export function destinationsOf({ destinations }: Tool): string[] {
  return [...destinations].map(([name, destination]) =>
    destination.in === 'parameter'
      ? `${name} → ${destination.parameter.in} ${destination.parameter.name}`
      : `${name} → ${destination.in}${destination.in === 'body' ? ` ${destination.name}` : ''}`,
  );
}
