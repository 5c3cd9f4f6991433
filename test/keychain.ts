interface ClientInformation {
  client_id: string;
  /** Which server it is for; the 2.x client wants to know. */
  issuer?: string;
  client_secret?: string;
}

/** A program on the person's own computer. */
export const REDIRECT_URI = 'http://127.0.0.1:5555/callback';

/** What a client keeps for one person. */
export class Keychain {
  readonly clientMetadata: Record<string, unknown> & { redirect_uris: string[] };
  kept: { access_token: string; refresh_token?: string; token_type: string } | undefined;
  sentTo: URL | undefined;
  information: ClientInformation | undefined;
  addClientAuthentication: unknown;
  private verifier = '';
  private discovered: never | undefined;

  constructor(
    metadata: Record<string, unknown> = {},
    readonly redirectUrl = REDIRECT_URI,
  ) {
    this.clientMetadata = { client_name: 'test', redirect_uris: [redirectUrl], ...metadata };
  }

  clientInformation = () => this.information;
  saveClientInformation = (information: ClientInformation) => void (this.information = information);
  tokens = () => this.kept;
  saveTokens = (tokens: NonNullable<Keychain['kept']>) => void (this.kept = tokens);
  redirectToAuthorization = (url: URL) => void (this.sentTo = url);
  saveCodeVerifier = (verifier: string) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
  saveDiscoveryState = (state: never) => void (this.discovered = state);
  discoveryState = () => this.discovered;
}
