import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DocumentSource } from '../bullet-train/document-source.js';
import { compileTools } from '../openapi/compile.js';
import { documentTitle, fingerprintDocument, parseDocument } from '../openapi/document.js';
import type { Tool } from '../openapi/tool.js';

/** The tools of one version of the application's document. */
export interface Catalog {
  /** The application's name, where its document has one. */
  applicationName?: string;
  tools: readonly Tool[];
  byName: ReadonlyMap<string, Tool>;
  /** When this version was loaded. */
  loadedAt: Date;
}

/** The start waits this long for the first document, so that the banner can count the tools. */
const FIRST_LOAD_MS = 5_000;

/** What can be asked: the tools of the newest good document. */
@Injectable()
export class ToolCatalog implements OnApplicationBootstrap {
  private readonly logger = new Logger(ToolCatalog.name);
  private fingerprint?: string;
  private loaded?: Catalog;

  constructor(private readonly source: DocumentSource) {}

  /** Undefined until the first document has been loaded. */
  get current(): Catalog | undefined {
    return this.loaded;
  }

  async onApplicationBootstrap(): Promise<void> {
    const first = this.source.start((text) => this.load(text));
    await Promise.race([first, wait(FIRST_LOAD_MS)]);
  }

  /** @throws DocumentError, and the catalogue stays as it was */
  private load(text: string): void {
    const document = parseDocument(text);
    const fingerprint = fingerprintDocument(document);
    if (fingerprint === this.fingerprint) return;
    const { tools, warnings } = compileTools(document);
    const applicationName = documentTitle(document);
    this.loaded = {
      tools,
      byName: new Map(tools.map((tool) => [tool.name, tool])),
      loadedAt: new Date(),
      ...(applicationName && { applicationName }),
    };
    this.fingerprint = fingerprint;
    this.logger.log(`${tools.length} tools from ${applicationName ?? 'the application'}`);
    for (const warning of warnings) this.logger.warn(warning);
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
