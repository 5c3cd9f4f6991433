import { Injectable, Logger } from '@nestjs/common';
import { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../../bullet-train/token-validator.js';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import { isRecord } from '../../values/is-record.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { BulletTrainApplication } from './bullet-train-application.js';

interface Team {
  id: string;
  name: string;
}

/** The account that signed in to the application, as far as the application tells. */
export interface Account {
  /** The user's id, from token info. */
  id?: string;
  email?: string;
  /** As many as fit on a page and in a token. */
  teams: Team[];
  /** Whether there are more. */
  hasMoreTeams: boolean;
}

/** The most teams: their ids are sealed in the page's form, and the chosen ones in every token. */
const MAX_TEAMS = 60;
const BULLET_TRAINS_PAGE = 20;
/** One more than fits, to see whether there are more. */
const MAX_PAGES = MAX_TEAMS / BULLET_TRAINS_PAGE + 1;
const MAX_TEXT = 80;

/** Learns who has signed in, with a token that is used only for this and revoked at once. */
@Injectable()
export class Accounts {
  private readonly logger = new Logger(Accounts.name);

  constructor(
    private readonly application: BulletTrainApplication,
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
  ) {}

  /**
   * @param code Bullet Train's; it is used up
   * @throws OAuthError if the code is refused; UpstreamError
   */
  async look(code: string, codeVerifier: string): Promise<Account> {
    const { accessToken } = await this.application.redeem(code, codeVerifier);
    try {
      const [{ owner }, user, teams] = await Promise.all([
        this.validator.check(accessToken),
        this.read('/users/me', accessToken),
        this.readTeams(accessToken),
      ]);
      const email = isRecord(user) ? readText(user['email']) : undefined;
      return {
        ...(owner !== undefined && { id: owner }),
        ...(email !== undefined && { email }),
        teams: teams.slice(0, MAX_TEAMS),
        hasMoreTeams: teams.length > MAX_TEAMS,
      };
    } finally {
      await this.revoke(accessToken);
    }
  }

  private async readTeams(token: string): Promise<Team[]> {
    const teams = new Map<string, Team>();
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const last = [...teams.keys()].at(-1);
      const after = last === undefined ? '' : `?after=${encodeURIComponent(last)}`;
      const read = await this.read(`/teams${after}`, token);
      const before = teams.size;
      for (const team of Array.isArray(read) ? read.flatMap(readTeam) : [])
        teams.set(team.id, team);
      // An application without `after` returns the same page again.
      if (teams.size === before || teams.size < (page + 1) * BULLET_TRAINS_PAGE) break;
    }
    return [...teams.values()];
  }

  /** @returns the JSON, or undefined if the application has none: the page then says less */
  private async read(path: string, token: string): Promise<unknown> {
    const { apiPath } = this.client;
    const { status, body } = await this.client.send({ method: 'GET', path: apiPath + path, token });
    if (status !== 200) return undefined;
    try {
      return JSON.parse(body.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** Revokes the token; a failure does no harm, because nobody has the token and it expires. */
  private async revoke(token: string): Promise<void> {
    this.validator.forget(token);
    try {
      await this.application.revoke(token);
    } catch (error) {
      if (!(error instanceof OAuthError || error instanceof UpstreamError)) throw error;
      this.logger.warn('A token that only told who has signed in could not be revoked');
    }
  }
}

function readTeam(team: unknown): Team[] {
  if (!isRecord(team)) return [];
  const { id } = team;
  const isId = Number.isSafeInteger(id) || (typeof id === 'string' && /^[\w-]{1,40}$/.test(id));
  return isId ? [{ id: String(id), name: readText(team['name']) ?? String(id) }] : [];
}

function readText(text: unknown): string | undefined {
  return typeof text === 'string' && text !== ''
    ? [...text].slice(0, MAX_TEXT).join('')
    : undefined;
}
