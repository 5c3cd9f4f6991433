import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { RequestContext } from '../../request/request-context.js';
import { thumbprintOf } from '../clients/client.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { isRecord } from '../../values/is-record.js';
import { RegisteredClients } from '../clients/registered-clients.js';
import { OAuthError } from '../protocol/oauth-error.js';

/** The registration endpoint (RFC 7591 §3). */
@Injectable()
export class RegisterEndpoint {
  constructor(
    private readonly clients: RegisteredClients,
    private readonly context: RequestContext,
    private readonly catalog: ToolCatalog,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param text the body
   * @returns the registration (RFC 7591 §3.2.1)
   * @throws OAuthError when the metadata is not acceptable, NotFoundException when nobody can register here
   */
  async register(text: unknown): Promise<Record<string, unknown>> {
    if (!this.config.oauth.application) {
      throw new NotFoundException(
        'Clients cannot register at this server: use the client ID of a Platform Application in Bullet Train',
      );
    }
    const identifies = this.catalog.current?.tellsEmail ?? false;
    const registration = await this.clients.register(parseMetadata(text), identifies);
    const { client_id: id, client_name: name } = registration;
    this.context.describeCaller({
      clientId: thumbprintOf(String(id)),
      ...(typeof name === 'string' && { clientName: name }),
    });
    return registration;
  }
}

function parseMetadata(text: unknown): Record<string, unknown> {
  try {
    const metadata: unknown = JSON.parse(String(text));
    if (isRecord(metadata)) return metadata;
  } catch {
    // Falls through to the same error: the metadata must be an object.
  }
  throw new OAuthError('invalid_client_metadata', 'The body must be a JSON object');
}
