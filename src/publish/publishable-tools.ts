import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { DocumentSource } from '../bullet-train/document-source.js';
import { operatorFaults } from '../catalog/operator-faults.js';
import { operatorFilter } from '../catalog/operator-filter.js';
import { operatorOverrides } from '../catalog/operator-overrides.js';
import { selectTools } from '../catalog/tool-filter.js';
import { createView } from '../catalog/tool-view.js';
import type { AppConfig } from '../config/app-config.js';
import { compileTools } from '../openapi/compile.js';
import { documentTitle, parseDocument } from '../openapi/document/document.js';
import { withOutputSchemas } from '../openapi/tools/listed-tool.js';
import type { Tool } from '../openapi/tools/tool.js';
import { matchNames } from '../values/name-patterns.js';

/** The tools as a directory's reviewer sees them. */
export interface Publishable {
  /** The application's name. */
  name: string;
  tools: readonly Tool[];
  /** The tools that ChatGPT sees: the same, or the meta-tools, with `search`, `fetch` and `get_profile`. */
  listed: readonly ListedTool[];
  isSearched: boolean;
}

/** The OpenAPI document cannot be loaded, or yields no tool; the message says why. */
export class NothingToPublishError extends Error {
  override readonly name = 'NothingToPublishError';
}

/**
 * Loads the document and compiles the same tools as the running server.
 * @throws NothingToPublishError
 */
export async function loadPublishable(
  client: BulletTrainClient,
  config: AppConfig,
): Promise<Publishable> {
  const source = new DocumentSource(client, config);
  let publishable: Publishable | undefined;
  await source.start((text) => {
    publishable = compilePublishable(text, config);
  });
  source.onApplicationShutdown();
  if (publishable) return publishable;
  throw new NothingToPublishError(source.problem ?? 'the OpenAPI document cannot be had');
}

/** @throws DocumentError */
function compilePublishable(text: string, config: AppConfig): Publishable {
  const document = parseDocument(text, () => undefined);
  const overrides = operatorOverrides(config);
  const { hiddenFields, tools: choice, outputSchemas, application, knowledge } = config;
  const { tools: all, outputSchemaOf } = compileTools(document, {
    faults: operatorFaults(config),
    ...(overrides && { overrides }),
    batches: choice.batches,
    confirm: choice.confirm,
    ...(hiddenFields.length > 0 && { isHidden: matchNames(hiddenFields) }),
  });
  const chosen = selectTools(all, operatorFilter(config));
  const tools = withOutputSchemas({ tools: chosen, outputSchemaOf }, outputSchemas);
  const companions = { knowledge: knowledge.mode !== 'off', profile: true };
  const { listed, isSearched } = createView(tools, choice.mode, companions);
  const name = application.name ?? documentTitle(document) ?? 'The application';
  return { name, tools, listed, isSearched };
}
