import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { authorizationServerMetadata, protectedResourceMetadata } from '../protocol/metadata.js';

const CACHE = ['Cache-Control', 'public, max-age=300'] as const;

@Controller('.well-known')
export class MetadataController {
  constructor(
    private readonly catalog: ToolCatalog,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  @Get('oauth-protected-resource')
  @Header(...CACHE)
  originAsResource() {
    return protectedResourceMetadata(this.config, '', this.catalog.applicationName);
  }

  @Get('oauth-protected-resource/mcp')
  @Header(...CACHE)
  mcpAsResource() {
    return protectedResourceMetadata(this.config, '/mcp', this.catalog.applicationName);
  }

  @Get('oauth-authorization-server')
  @Header(...CACHE)
  authorizationServer() {
    return authorizationServerMetadata(this.config, this.catalog.current?.tellsEmail ?? false);
  }

  /** ChatGPT looks here for the userinfo endpoint; RFC 8414 §5 allows the same metadata at both places. */
  @Get('openid-configuration')
  @Header(...CACHE)
  openIdProvider() {
    const metadata = this.authorizationServer();
    if (metadata.userinfo_endpoint !== undefined) return metadata;
    throw new NotFoundException('There is no userinfo endpoint here');
  }
}
