import type { Tool } from '../tools/tool.js';

/** Whether an unknown argument is a field of the body, because the document allows additional properties. */
export function isAdditionalField({ acceptedSchema, destinations }: Tool, name: string): boolean {
  const isOpen = acceptedSchema.additionalProperties !== undefined;
  return isOpen && name !== '__proto__' && !destinations.has(name);
}
