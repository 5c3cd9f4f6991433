export type Value = string | number | boolean | null | (string | number | boolean)[];
export type Attributes = Record<string, Value>;
/** A record, its attributes named as in the API's JSON. */
export type Row = Attributes & { id: number };

/** One table in memory; ids ascend from 1 and are never reused. */
class Table {
  private readonly rows = new Map<Value | undefined, Row>();
  private lastId = 0;

  insert(attributes: Attributes): Row {
    const now = new Date().toISOString();
    const row = { created_at: now, updated_at: now, ...attributes, id: ++this.lastId };
    this.rows.set(row.id, row);
    return row;
  }

  update(row: Row, attributes: Attributes): Row {
    return Object.assign(row, attributes, { updated_at: new Date().toISOString() });
  }

  find(id: Value | undefined): Row | undefined {
    return this.rows.get(id);
  }

  /** The matching rows, ascending by id. */
  where(matches: (row: Row) => boolean): Row[] {
    return [...this.rows.values()].filter(matches);
  }

  delete(row: Row): void {
    this.rows.delete(row.id);
  }
}

/** A Platform Application: what a developer registers to get a client ID and secret. */
export interface Application {
  name: string;
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
  confidential: boolean;
}

export interface Grant {
  clientId: string;
  userId: number;
  redirectUri: string;
  expiresAt: number;
  codeChallenge?: string;
  codeChallengeMethod?: string;
}

export interface AccessToken {
  token: string;
  refreshToken?: string;
  previousRefreshToken?: string;
  clientId: string;
  userId: number;
  scope: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Seconds; null never expires. */
  expiresIn: number | null;
  revoked: boolean;
}

/** The records of the sandbox, in memory. */
export class Database {
  readonly teams = new Table();
  readonly users = new Table();
  readonly memberships = new Table();
  readonly projects = new Table();
  readonly tasks = new Table();
  /** By client ID. */
  readonly applications = new Map<string, Application>();
  /** By authorization code. */
  readonly grants = new Map<string, Grant>();
  /** By access token. */
  readonly tokens = new Map<string, AccessToken>();
  /** Session cookie to user id. */
  readonly sessions = new Map<string, number>();
}
