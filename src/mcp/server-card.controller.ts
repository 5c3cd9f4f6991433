import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { REGISTRY_SUFFIX, registryName } from '../config/registry-name.js';
import { MODERN_REVISION } from './message/modern-revision.js';
import { serverInfo } from './sdk/server-info.js';

/** v1 in schema.json of November 2026; a draft of June 2026 had v2. */
const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json';
const CARD_TYPE = 'application/mcp-server-card+json';
/** Of the title and the description (schema.ts of the extension). */
const MOST_CHARS = 100;
const AN_HOUR = 'public, max-age=3600';

/**
 * Lets clients find this server by its domain, with SERVER_CARD=on: a server card (SEP-2127, final; its format is
 * schema.json and docs/discovery.md of modelcontextprotocol/experimental-ext-server-card, compared in November 2026), and
 * a catalogue whose one entry it is (AI Catalog 0.9, Agent-Card/ai-catalog, of 22 November 2026). Both are public, and
 * say how to connect; what the tools are is told to who has signed in.
 */
@Controller()
export class ServerCardController {
  constructor(
    private readonly catalog: ToolCatalog,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @throws NotFoundException without SERVER_CARD */
  @Get('mcp/server-card')
  @Header('Content-Type', CARD_TYPE)
  @Header('Cache-Control', AN_HOUR)
  card() {
    const { endpoint, publicUrl } = this.place();
    const { title, version, websiteUrl, icons } = serverInfo(this.catalog.current, this.config);
    return {
      $schema: SCHEMA,
      name: registryName(publicUrl),
      title: title.slice(0, MOST_CHARS),
      description: `Work in ${title}, each person with their own account.`.slice(0, MOST_CHARS),
      version,
      websiteUrl,
      icons,
      remotes: [
        {
          type: 'streamable-http',
          url: endpoint,
          supportedProtocolVersions: [MODERN_REVISION, ...SUPPORTED_PROTOCOL_VERSIONS],
        },
      ],
    };
  }

  /** @throws NotFoundException without SERVER_CARD */
  @Get('.well-known/ai-catalog.json')
  @Header('Content-Type', 'application/ai-catalog+json')
  @Header('Cache-Control', AN_HOUR)
  aiCatalog() {
    const { endpoint, publicUrl } = this.place();
    const { title } = serverInfo(this.catalog.current, this.config);
    const identifier = `urn:air:${new URL(publicUrl).hostname}:mcp:${REGISTRY_SUFFIX}`;
    return {
      specVersion: '0.9',
      host: { displayName: title },
      // No displayName: clients take the card's title.
      entries: [{ identifier, type: CARD_TYPE, url: `${endpoint}/server-card` }],
    };
  }

  private place(): { endpoint: string; publicUrl: string } {
    if (!this.config.hasServerCard) throw new NotFoundException();
    const { publicUrl } = this.config.server;
    return { endpoint: `${publicUrl}/mcp`, publicUrl };
  }
}
