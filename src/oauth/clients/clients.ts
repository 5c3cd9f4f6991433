import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { addressGroup } from '../../limits/address-group.js';
import { RequestContext } from '../../request/request-context.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { kindOf, thumbprintOf, type Client } from './client.js';
import { MetadataDocumentClients } from './metadata-document-clients.js';
import { RegisteredClients } from './registered-clients.js';

/** Finds the client of a request. */
@Injectable()
export class Clients {
  constructor(
    private readonly registered: RegisteredClients,
    private readonly documents: MetadataDocumentClients,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param from the requester's address
   * @returns the client; undefined for a passthrough client, which only Bullet Train knows
   * @throws OAuthError `invalid_client` when it is unknown, or this server does not serve its kind
   * @throws BusyError when too many clients are being looked up
   */
  async find(id: string, from?: string): Promise<Client | undefined> {
    const client = await this.look(id, from);
    this.context.describeCaller({
      clientId: client ? thumbprintOf(id) : id,
      clientName: client?.name,
      clientAddress: client?.kind === 'document' ? id : undefined,
    });
    return client;
  }

  private async look(id: string, from: string | undefined): Promise<Client | undefined> {
    const { application, passthroughClients, allowedApplications } = this.config.oauth;
    const kind = kindOf(id);
    if (kind === 'passthrough') {
      const isAllowed = allowedApplications.length === 0 || allowedApplications.includes(id);
      if (passthroughClients && isAllowed) return undefined;
      throw new OAuthError(
        'invalid_client',
        'This server does not know the client_id: clients register themselves here',
      );
    }
    if (!application) {
      throw new OAuthError(
        'invalid_client',
        'This server signs people in only with the client ID of a Platform Application in Bullet Train',
      );
    }
    return kind === 'registered'
      ? this.registered.find(id)
      : this.documents.find(id, addressGroup(from));
  }

  /** Marks a client as in use: somebody has signed in with it. */
  keep(client: Client): void {
    if (client.kind === 'document') this.documents.keep(client);
  }
}
