import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { DocumentSource } from '../bullet-train/document-source.js';
import { operatorCompiler } from '../catalog/operator-tools.js';
import { createView } from '../catalog/tool-view.js';
import type { AppConfig } from '../config/app-config.js';
import { documentTitle, parseDocument } from '../openapi/document/document.js';
import type { Tool } from '../openapi/tools/tool.js';

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
  const { tools: choice, application, knowledge } = config;
  const { tools } = operatorCompiler(config)(document);
  const companions = { knowledge: knowledge.mode !== 'off', profile: true, fileLinks: true };
  const { listed, isSearched } = createView(tools, choice.mode, companions);
  const name = application.name ?? documentTitle(document) ?? 'The application';
  return { name, tools, listed, isSearched };
}
