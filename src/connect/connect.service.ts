import { Inject, Injectable } from '@nestjs/common';
import { readNarrowing } from '../catalog/narrowing.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { HealthService } from '../health/health.service.js';
import type { ConnectPage } from '../pages/connect-page.js';
import { connectionName } from './connection-name.js';
import { groupTools } from './tool-groups.js';

const NOT_NARROWED = readNarrowing(new URLSearchParams());

/** Gathers what the connect page shows. */
@Injectable()
export class ConnectService {
  constructor(
    private readonly catalog: ToolCatalog,
    private readonly health: HealthService,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  async describe(): Promise<ConnectPage> {
    const { problems } = await this.health.check();
    const { current } = this.catalog;
    const { applicationName, tools } = current ?? {};
    const { server, bulletTrain, oauth } = this.config;
    const view = current?.view(NOT_NARROWED);
    const name = applicationName ?? new URL(bulletTrain.publicUrl).host;
    return {
      applicationName: name,
      url: `${server.publicUrl}/mcp`,
      connectionName: connectionName(name),
      problems,
      signIn: oauth.application ? 'open' : oauth.directClients ? 'own client' : 'closed',
      ...(tools && { tools: groupTools(tools) }),
      ...(view?.isSearched && { searchTools: view.listed.length }),
    };
  }
}
