import { Inject, Injectable } from '@nestjs/common';
import { EVERYTHING, readToolSelection } from '../catalog/tool-selection.js';
import { ToolCatalog, type Catalog } from '../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { HealthService } from '../health/health.service.js';
import { renderConnectPage } from '../pages/connect-page.js';
import type { Language } from '../pages/language.js';
import type { Page, PageContent } from '../pages/page.js';
import { connectionName } from './connection-name.js';
import { groupTools } from './tool-groups.js';

type Access = 'full' | 'read only';

const SELECTIONS = {
  full: EVERYTHING,
  'read only': readToolSelection(new URLSearchParams({ readonly: 'true' })),
};

/** The state that the page was rendered from, and its contents by access and language, as they were asked for. */
interface Rendered {
  catalog: Catalog | undefined;
  problems: string;
  contents: Map<`${Access} ${Language}`, PageContent>;
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

  /**
   * @param access what the address on the page lets a client do
   * @returns the page; it is rendered only when something in it has changed, because anybody may request it often
   */
  async page(access: Access): Promise<Page> {
    const { problems } = await this.health.check();
    const catalog = this.catalog.current;
    const key = problems.join('\n');
    if (this.rendered?.catalog !== catalog || this.rendered?.problems !== key) {
      this.rendered = { catalog, problems: key, contents: new Map() };
    }
    const { contents } = this.rendered;
    return (words) => {
      const key = `${access} ${words.language}` as const;
      const content = contents.get(key) ?? this.describe(catalog, problems, access)(words);
      contents.set(key, content);
      return content;
    };
  }

  private describe(current: Catalog | undefined, problems: string[], access: Access): Page {
    const { server, oauth } = this.config;
    const view = current?.view(SELECTIONS[access]);
    const isFull = access === 'full';
    const all = current?.tools;
    const tools = isFull ? all : all?.filter(({ kind }) => kind === 'read');
    const name = this.catalog.applicationName;
    return renderConnectPage({
      applicationName: name,
      url: `${server.publicUrl}/mcp${isFull ? '' : '?readonly=true'}`,
      ...(all?.every(({ kind }) => kind === 'read') ? {} : { access }),
      connectionName: connectionName(name),
      problems,
      signIn: oauth.application ? 'open' : oauth.passthroughClients ? 'own client' : 'closed',
      ...(tools && { tools: groupTools(tools) }),
      ...(view?.isSearched && { searchTools: view.listed.length }),
    });
  }
}
