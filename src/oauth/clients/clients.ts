import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { addressGroup } from '../../limits/address-group.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { kindOf, type Client } from './client.js';
import { MetadataDocumentClients } from './metadata-document-clients.js';
import { RegisteredClients } from './registered-clients.js';

/** Finds the client of a request. */
@Injectable()
export class Clients {
  constructor(
    private readonly registered: RegisteredClients,
    private readonly documents: MetadataDocumentClients,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param from the address of who asks
   * @returns the client, or undefined for a passthrough one, which only Bullet Train knows
   * @throws OAuthError `invalid_client` when it is unknown, or its kind is not served here
   * @throws BusyError
   */
  async find(id: string, from?: string): Promise<Client | undefined> {
    const { application, passthroughClients, allowedApplications } = this.config.oauth;
    const kind = kindOf(id);
    if (kind === 'direct') {
      const isAllowed = allowedApplications.length === 0 || allowedApplications.includes(id);
      if (passthroughClients && isAllowed) return undefined;
      throw new OAuthError(
        'invalid_client',
        'The client_id is not known here: clients register at this server themselves',
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

  /** Somebody has signed in with it. */
  keep(client: Client): void {
    if (client.kind === 'document') this.documents.keep(client);
  }
}
