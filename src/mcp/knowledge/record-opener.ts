import { Inject, Injectable } from '@nestjs/common';
import { findSources, type Source } from '../../catalog/knowledge/sources.js';
import { SEARCH } from '../../catalog/knowledge/knowledge-tools.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import {
  errorResult,
  structuredResult,
  type ToolResult,
} from '../../openapi/response/tool-result.js';
import { placeholdersOf } from '../../openapi/document/path-template.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { oneLine } from '../../values/one-line.js';
import { showUnseen } from '../../values/unseen.js';
import { findRecord, rootUri } from '../tools/record-template.js';
import { ToolRunner } from '../tools/tool-runner.js';
import { pageOf, writeAddress } from './record-address.js';
import { readableText } from './record-text.js';
import { titleOf } from './search-answer.js';

const LONGEST_VALUE = 200;
/** Fields of a record that describe it, beside its kind. */
const METADATA = ['created_at', 'updated_at'];

/** Opens a record that `search` has found, as text with its links. */
@Injectable()
export class RecordOpener {
  constructor(
    private readonly runner: ToolRunner,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param id the address of the record in the API, such as `projects/7`
   * @param tools that the connection sees
   * @throws CallError when the application does not answer it
   */
  async open(id: string, tools: readonly Tool[], signal: AbortSignal): Promise<ToolResult> {
    const { apiVersion } = this.config.bulletTrain;
    const address = id.replace(/^\/+/, '');
    const found = findRecord(`${rootUri(apiVersion)}/${address}`, tools, apiVersion);
    if (!found)
      return errorResult(`There is no record ${JSON.stringify(id)}: take an id from ${SEARCH}.`);
    const { tool, args } = found;
    const answer = await this.runner.call(tool, args, signal);
    const sources = findSources(tools);
    const kind = sources.find(({ show }) => show === tool)?.kind ?? tool.title;
    const record = answer.structuredContent ?? {};
    const url = pageOf(address, this.config.knowledge.recordUrl);
    const title = titleOf({ source: { kind }, address, record });
    const text = answer.structuredContent ? readableText(record) : answer.content[0].text;
    const links = this.linksOf(record, sources);
    const parts = [`${kind}: ${title}`, text, [`Page: ${url}`, ...links].join('\n')];
    return structuredResult({
      id: address,
      title,
      text: showUnseen(parts.filter(Boolean).join('\n\n')),
      url,
      metadata: { kind, ...metadataOf(record) },
    });
  }

  /** The records that this one names by their ids: `team_id` is one of the teams. */
  private linksOf(record: Readonly<Record<string, unknown>>, sources: readonly Source[]): string[] {
    return Object.entries(record).flatMap(([name, value]) => {
      const [, noun] = /^(\w+)_id$/.exec(name) ?? [];
      const isId = typeof value === 'number' || typeof value === 'string';
      if (noun === undefined || !isId) return [];
      const source = sources.find(({ kind, show }) => isCalled(noun, kind, show));
      if (!source) return [];
      const address = writeAddress(source.show, [String(value)]);
      return [`${source.kind}: ${address}, ${pageOf(address, this.config.knowledge.recordUrl)}`];
    });
  }
}

function isCalled(noun: string, kind: string, show: Tool): boolean {
  return placeholdersOf(show.path).length === 1 && noun === kind.toLowerCase().replaceAll(' ', '_');
}

/** Texts alone: the contract allows nothing else. */
function metadataOf(record: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    METADATA.flatMap((name) => {
      const value = record[name];
      return typeof value === 'string' ? [[name, oneLine(value).slice(0, LONGEST_VALUE)]] : [];
    }),
  );
}
