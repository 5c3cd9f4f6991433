import type { AppConfig } from '../config/app-config.js';
import { compileTools } from '../openapi/compile.js';
import type { OpenApiDocument } from '../openapi/document/document.js';
import { findUserTool } from '../openapi/tools/current-user-tool.js';
import { withOutputSchemas } from '../openapi/tools/listed-tool.js';
import type { Tool } from '../openapi/tools/tool.js';
import { secretFields } from '../openapi/response/secret-fields.js';
import { matchNames } from '../values/name-patterns.js';
import { operatorFaults } from './operator-faults.js';
import { operatorFilter } from './operator-filter.js';
import { operatorOverrides } from './operator-overrides.js';
import { selectTools, type ToolFilter } from './tool-filter.js';

/** A document's tools, as the operator's variables shape them. */
export interface OperatorTools {
  /** The tools of all operations. */
  all: readonly Tool[];
  /** Those that the operator allows. */
  tools: readonly Tool[];
  warnings: readonly string[];
  /** Whether the application tells the email address of the person who is signed in, and the operator lets it. */
  tellsEmail: boolean;
}

/**
 * Reads the operator's variables once, for every version of the document.
 * @returns a function that compiles a document; it throws DocumentError
 * @throws ConfigError when TOOLS_INCLUDE, TOOLS_EXCLUDE, KNOWN_FAULTS or TOOLS_OVERRIDES cannot be read
 */
export function operatorCompiler(config: AppConfig): (document: OpenApiDocument) => OperatorTools {
  const { hiddenFields, outputSchemas, tools: choice } = config;
  const filter = operatorFilter(config);
  const faults = operatorFaults(config);
  const overrides = operatorOverrides(config);
  const isSecret = secretFields(config.redactedFields);
  const options = {
    faults,
    ...(overrides && { overrides }),
    batches: choice.batches,
    confirm: choice.confirm,
    ...(hiddenFields.length > 0 && { isHidden: matchNames(hiddenFields) }),
  };
  return (document) => {
    const { tools: all, outputSchemaOf, warnings } = compileTools(document, options);
    const tools = selectTools(all, filter);
    const user = findUserTool({ tools });
    const hasEmail = user && outputSchemaOf(user)?.properties?.['email'] !== undefined;
    return {
      all,
      tools: withOutputSchemas({ tools, outputSchemaOf }, outputSchemas),
      warnings: [...warnings, ...uselessPatterns(filter, all)],
      tellsEmail: hasEmail === true && !isSecret('email'),
    };
  };
}

function uselessPatterns({ include = [], exclude = [] }: ToolFilter, all: readonly Tool[]) {
  return [...include, ...exclude]
    .filter((pattern) => !all.some((tool) => pattern.matches(tool)))
    .map(({ text }) => `${text} in TOOLS_INCLUDE or TOOLS_EXCLUDE matches no tool`);
}
