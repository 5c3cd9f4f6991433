import type { ObjectSchema } from '../schema/schema-keywords.js';
import type { Tool } from './tool.js';

export interface CompiledTools {
  /** In the document's order. */
  tools: Tool[];
  /** What a tool answers with, where the document says so. */
  outputSchemaOf: (tool: Tool) => ObjectSchema | undefined;
  /** One sentence each: what was left out or repaired, and why. */
  warnings: string[];
}
