import type { ObjectSchema } from '../schema/schema-keywords.js';
import type { Tool } from './tool.js';

/** What `compileTools` returns. */
export interface CompiledTools {
  /** In the document's order. */
  tools: Tool[];
  /** The output schema of a tool, made on demand; undefined where the document describes no response. */
  outputSchemaOf: (tool: Tool) => ObjectSchema | undefined;
  /** One sentence for each thing that was left out or repaired, with the reason. */
  warnings: string[];
}
