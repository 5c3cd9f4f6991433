import { Inject, Injectable } from '@nestjs/common';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { HealthService } from '../health/health.service.js';
import type { ConnectPage } from '../pages/connect-page.js';
import { connectionName } from './connection-name.js';
import { groupTools } from './tool-groups.js';

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
    const { applicationName, tools } = this.catalog.current ?? {};
    const { server, bulletTrain } = this.config;
    const name = applicationName ?? new URL(bulletTrain.publicUrl).host;
    return {
      applicationName: name,
      url: `${server.publicUrl}/mcp`,
      connectionName: connectionName(name),
      problems,
      ...(tools && { tools: groupTools(tools) }),
    };
  }
}
