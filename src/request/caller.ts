/** Who asks, as far as it is known: what the audit trail says of a call or of a step of a sign-in. */
export interface Caller {
  /** The person's id in the application. */
  person?: string;
  email?: string;
  /** SHA-256 of the client's `client_id`; of an application in Bullet Train the ID itself. */
  clientId?: string;
  /** What the client has registered as; a stranger's text. */
  clientName?: string;
  /** Where the client's metadata document is. */
  clientAddress?: string;
  /** What the person has granted, or is about to. */
  scope?: string;
  /** The ids of the teams that they have chosen. */
  teams?: readonly string[];
  /** Why a step of the sign-in was refused, though the browser is redirected. */
  refusal?: string;
}
