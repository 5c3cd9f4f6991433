import type { Tool } from '../tools/tool.js';

/** Where the document lets fields of other names into the body, any argument may be one. */
export function isAdditionalField({ acceptedSchema, destinations }: Tool, name: string): boolean {
  const isOpen = acceptedSchema.additionalProperties !== undefined;
  return isOpen && name !== '__proto__' && !destinations.has(name);
}
