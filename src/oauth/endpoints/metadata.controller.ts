import { Controller, Get, Header, Inject } from '@nestjs/common';
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
    return authorizationServerMetadata(this.config);
  }
}
