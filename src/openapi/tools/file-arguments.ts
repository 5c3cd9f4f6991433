import { isFileSchema } from '../schema/schema-keywords.js';
import type { Tool } from './tool.js';

/** An argument that takes a file, or a list of them. */
export interface FileArgument {
  name: string;
  isList: boolean;
}

/** @returns the arguments whose files may also be fetched from a link while they are sent */
export function fileArguments({
  body,
  destinations,
  acceptedSchema,
}: Pick<Tool, 'body' | 'destinations' | 'acceptedSchema'>): FileArgument[] {
  if (!body) return [];
  const { encoding, base64 = [] } = body;
  const isForm = encoding === 'multipart' || (encoding === 'json' && body.schema !== undefined);
  return [...destinations].flatMap(([name, destination]): FileArgument[] => {
    const { items, ...schema } = acceptedSchema.properties?.[name] ?? {};
    if (destination.in === 'whole body' && encoding === 'binary') return [{ name, isList: false }];
    if (destination.in !== 'body') return [];
    if (base64.includes(destination.name)) return [{ name, isList: false }];
    if (!isForm) return [];
    if (isFileSchema(schema)) return [{ name, isList: false }];
    return items && isFileSchema(items) ? [{ name, isList: true }] : [];
  });
}
