import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DocumentSource } from '../bullet-train/document-source.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import {
  documentTitle,
  parseDocument,
  type OpenApiDocument,
} from '../openapi/document/document.js';
import { fingerprintDocument } from '../openapi/document/fingerprint.js';
import { sha256 } from '../values/sha256.js';
import { estimateSchemaTokens } from '../values/schema-tokens.js';
import type { OperationKind } from '../values/operation-kind.js';
import type { Tool } from '../openapi/tools/tool.js';
import { createViewCache } from './view-cache.js';
import { EVERYTHING, type ToolSelection } from './tool-selection.js';
import { operatorCompiler } from './operator-tools.js';
import { RecordRoutes } from './record-routes.js';
import { selectTools } from './tool-filter.js';
import { ToolIndex } from './search/tool-index.js';
import { createView, reasonForSearch, type ToolView } from './tool-view.js';

/** How many of the operations read, write and delete. */
type Abilities = Record<OperationKind, number>;

/** The tools of one version of the application's document. */
export interface Catalog {
  /** The application's name, where the operator or its document gives it one. */
  applicationName?: string;
  document: OpenApiDocument;
  /** A hash of what matters in the document, made when it is first needed: no start waits for it. */
  fingerprint(): string;
  /** The first characters of it. */
  readonly version: string;
  /** The tools that the operator allows. */
  tools: readonly Tool[];
  /** Where the application tells of a record, whatever the operator allows. */
  routes: RecordRoutes;
  abilities: Abilities;
  /** Whether the application tells the email address of the person who is signed in, and the operator lets it. */
  tellsEmail: boolean;
  /** When this version was loaded. */
  loadedAt: Date;
  /** What a connection sees of it; nobody sees more than `tools`. */
  view(selection: ToolSelection): ToolView;
  /** Searches in all tools; made when it is first needed. */
  search(): ToolIndex;
}

/** The start waits this long for the first document, so that the banner can count the tools. */
const FIRST_LOAD_MS = 5_000;
/** Requests that waited for the start are served first. */
const COUNT_AFTER_MS = 250;
/** As many as tell versions apart. */
const VERSION_CHARS = 12;

/** Loads the document, compiles it, and holds the tools of its newest valid version. */
@Injectable()
export class ToolCatalog implements OnApplicationBootstrap {
  private readonly logger = new Logger(ToolCatalog.name);
  private readonly compile;
  private readonly listeners: (() => void)[] = [];
  private loaded?: Catalog;
  /** The SHA-256 of the newest document's text: to read it takes a hundred times as long. */
  private digest?: string;

  /** @throws ConfigError when TOOLS_INCLUDE, TOOLS_EXCLUDE, KNOWN_FAULTS or TOOLS_OVERRIDES cannot be read */
  constructor(
    private readonly source: DocumentSource,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {
    this.compile = operatorCompiler(config);
  }

  /** Undefined until the first document has been loaded. */
  get current(): Catalog | undefined {
    return this.loaded;
  }

  /** The listener is told of every version after the first. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    const first = this.source.start((text) => this.load(text));
    await Promise.race([first, wait(FIRST_LOAD_MS)]);
  }

  /** @throws DocumentError, and the catalogue stays as it was */
  private load(text: string): void {
    const digest = sha256(text);
    if (digest === this.digest) return;
    const repairs: string[] = [];
    const document = parseDocument(text, (repair) => repairs.push(repair));
    const isSame = this.loaded && this.loaded.fingerprint() === fingerprintDocument(document);
    if (!isSame) this.use(document, repairs);
    this.digest = digest;
  }

  /** @throws DocumentError, and the catalogue stays as it was */
  private use(document: OpenApiDocument, repairs: readonly string[]): void {
    const { all, tools, warnings, tellsEmail } = this.compile(document);
    const isFirst = this.loaded === undefined;
    const routes = new RecordRoutes(all, `/api/${this.config.bulletTrain.apiVersion}`);
    this.loaded = createCatalog(document, { tools, routes, tellsEmail }, this.config);
    const left = all.length === tools.length ? '' : ` of ${all.length}`;
    const why = reasonForSearch(tools, this.config.tools.mode);
    const searched = why === undefined ? '' : `, listed as tools that search them because ${why}`;
    this.logger.log(
      `${tools.length}${left} tools from ${this.loaded.applicationName ?? 'the application'}${searched}`,
    );
    for (const warning of [...repairs, ...warnings]) this.logger.warn(warning);
    if (!isFirst) for (const listener of this.listeners) listener();
    void this.logTokens(this.loaded.view(EVERYTHING));
  }

  /** @returns what people are told that the application is called: its host, while nothing else is known */
  get applicationName(): string {
    const { application, bulletTrain } = this.config;
    const known = this.loaded?.applicationName ?? application.name;
    return known ?? new URL(bulletTrain.publicUrl).host;
  }

  private async logTokens({ listed }: ToolView): Promise<void> {
    await wait(COUNT_AFTER_MS);
    const tokens = estimateSchemaTokens(JSON.stringify(listed, withoutScopes));
    this.logger.log(
      `A list of all ${listed.length} tools takes at most ${tokens} tokens of a model's context`,
    );
  }
}

function createCatalog(
  document: OpenApiDocument,
  { tools, routes, tellsEmail }: Pick<Catalog, 'tools' | 'routes' | 'tellsEmail'>,
  { application, tools: { mode } }: AppConfig,
): Catalog {
  const views = createViewCache();
  let search: ToolIndex | undefined;
  let fingerprint: string | undefined;
  const readFingerprint = () => (fingerprint ??= fingerprintDocument(document));
  const applicationName = application.name ?? documentTitle(document);
  return {
    ...(applicationName && { applicationName }),
    document,
    fingerprint: readFingerprint,
    get version() {
      return readFingerprint().slice(0, VERSION_CHARS);
    },
    tools,
    routes,
    abilities: countAbilities(tools),
    tellsEmail,
    loadedAt: new Date(),
    view: (selection) => {
      const known = views.get(selection.key);
      if (known) return known;
      const view = createView(selectTools(tools, selection), mode, selection.companions);
      views.set(selection.key, view);
      return view;
    },
    search: () => (search ??= new ToolIndex(tools)),
  };
}

function countAbilities(tools: readonly Tool[]): Abilities {
  const abilities = { read: 0, write: 0, delete: 0 };
  for (const tool of tools) abilities[tool.kind] += 1;
  return abilities;
}

/** They are for clients, which do not tell a model of them. */
function withoutScopes(name: string, value: unknown): unknown {
  return name === 'securitySchemes' || name === '_meta' ? undefined : value;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
