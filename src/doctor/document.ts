import type { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { DocumentSource } from '../bullet-train/document-source.js';
import { operatorFaults } from '../catalog/operator-faults.js';
import { operatorOverrides } from '../catalog/operator-overrides.js';
import { operatorFilter } from '../catalog/operator-filter.js';
import { selectTools } from '../catalog/tool-filter.js';
import type { AppConfig } from '../config/app-config.js';
import { compileTools } from '../openapi/compile.js';
import type { CompiledTools } from '../openapi/tools/compiled-tools.js';
import {
  documentTitle,
  parseDocument,
  type OpenApiDocument,
} from '../openapi/document/document.js';
import { checkFields } from './fields.js';
import { failure, ok, warning, type Result } from './finding.js';
import { checkServers } from './servers.js';

/** Whether the OpenAPI document is there, and which tools the server makes of it. */
export async function checkDocument(
  client: BulletTrainClient,
  config: AppConfig,
): Promise<Result[]> {
  const source = new DocumentSource(client, config);
  const overrides = operatorOverrides(config);
  let compiled: (CompiledTools & { title: string; document: OpenApiDocument }) | undefined;
  await source.start((text) => {
    const repairs: string[] = [];
    const document = parseDocument(text, (repair) => repairs.push(repair));
    const title = documentTitle(document) ?? 'the application';
    const { warnings, ...rest } = compileTools(document, {
      faults: operatorFaults(config),
      ...(overrides && { overrides }),
    });
    compiled = { ...rest, warnings: [...repairs, ...warnings], title, document };
  });
  source.onApplicationShutdown();
  if (!compiled) {
    return [
      failure(
        source.problem ?? 'it could not be fetched',
        source.remedy ??
          `Open ${config.openapiDocument ?? `${config.bulletTrain.baseUrl}${client.apiPath}/openapi.yaml`}, and fix what it reports; BULLET_TRAIN_API_VERSION is the part after /api/`,
      ),
    ];
  }
  const { tools, warnings, title, document } = compiled;
  const left = selectTools(tools, operatorFilter(config));
  return [
    counted(left.length, tools.length, title),
    ...listWarnings(warnings),
    ...checkFields(document, tools),
    ...checkServers(document, config),
  ];
}

function counted(left: number, all: number, title: string): Result {
  if (left === all) return ok(`${all} tools of ${title}`);
  const message = `${left} of ${all} tools of ${title}, by TOOLS_INCLUDE, TOOLS_EXCLUDE and TOOLS_READ_ONLY`;
  return left > 0 ? ok(message) : failure(message, 'Choose at least one operation');
}

function listWarnings(warnings: readonly string[]): Result[] {
  if (warnings.length === 0) return [];
  return [
    warning(
      warnings.length === 1 ? 'it has one fault' : `it has ${warnings.length} faults`,
      'Everything else works. Fix the document, or set `x-mcp: false` on operations that should not be tools',
      warnings,
    ),
  ];
}
