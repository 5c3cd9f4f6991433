import { DocumentError, type OpenApiDocument } from './document.js';
import { findOperations, readOperation, type Method } from './operations.js';
import { createResolver } from './resolve.js';
import { nameTools } from './tool-name.js';
import { planTool, type Tool } from './tool.js';

export interface CompiledTools {
  /** In the document's order. */
  tools: Tool[];
  /** One sentence each: what was left out or repaired, and why. */
  warnings: string[];
}

/**
 * Turns every operation of a document into a tool. One that cannot be is left out with a warning and
 * never takes the others with it.
 * @throws DocumentError when no tool at all comes of it
 */
export function compileTools(document: OpenApiDocument): CompiledTools {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const resolve = createResolver(document, warn);
  const found = findOperations(document, resolve);

  const attempt = <T>({ method, path }: { method: Method; path: string }, step: () => T): T[] => {
    try {
      return [step()];
    } catch (error) {
      warn(
        `${method.toUpperCase()} ${path} is left out: ${error instanceof Error ? error.message : String(error)}`,
      );
      return [];
    }
  };
  const operations = found.flatMap((raw) =>
    attempt(raw, () =>
      readOperation(raw, {
        resolve,
        direction: 'request',
        warn: (message) => warn(`${raw.method.toUpperCase()} ${raw.path}: ${message}`),
      }),
    ),
  );
  const names = nameTools(operations);
  const tools = operations.flatMap((operation, index) =>
    attempt(operation, () => planTool(operation, names[index]!)),
  );
  if (tools.length === 0) throw new DocumentError('it describes no operation that can be called');
  return { tools, warnings };
}
