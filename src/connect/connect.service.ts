import { Inject, Injectable } from '@nestjs/common';
import { readToolSelection } from '../catalog/tool-selection.js';
import { ToolCatalog, type Catalog } from '../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { HealthService } from '../health/health.service.js';
import { renderConnectPage } from '../pages/connect-page.js';
import type { Language } from '../pages/language.js';
import type { Page, PageContent } from '../pages/page.js';
import { connectionName } from './connection-name.js';
import { groupTools } from './tool-groups.js';

const NOT_NARROWED = readToolSelection(new URLSearchParams());

/** The state that the page was rendered from, and its content in each language that was asked for. */
interface Rendered {
  catalog: Catalog | undefined;
  problems: string;
  byLanguage: Map<Language, PageContent>;
}

/** Collects what the connect page shows. */
@Injectable()
export class ConnectService {
  private rendered?: Rendered;

  constructor(
    private readonly catalog: ToolCatalog,
    private readonly health: HealthService,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @returns the page; it is rendered only when something in it has changed, because anybody may request it often */
  async page(): Promise<Page> {
    const { problems } = await this.health.check();
    const catalog = this.catalog.current;
    const key = problems.join('\n');
    if (this.rendered?.catalog !== catalog || this.rendered?.problems !== key) {
      this.rendered = { catalog, problems: key, byLanguage: new Map() };
    }
    const { byLanguage } = this.rendered;
    return (words) => {
      const content = byLanguage.get(words.language) ?? this.describe(catalog, problems)(words);
      byLanguage.set(words.language, content);
      return content;
    };
  }

  private describe(current: Catalog | undefined, problems: string[]): Page {
    const { server, oauth } = this.config;
    const view = current?.view(NOT_NARROWED);
    const tools = current?.tools;
    const name = this.catalog.applicationName;
    return renderConnectPage({
      applicationName: name,
      url: `${server.publicUrl}/mcp`,
      connectionName: connectionName(name),
      problems,
      signIn: oauth.application ? 'open' : oauth.passthroughClients ? 'own client' : 'closed',
      ...(tools && { tools: groupTools(tools) }),
      ...(view?.isSearched && { searchTools: view.listed.length }),
    });
  }
}
