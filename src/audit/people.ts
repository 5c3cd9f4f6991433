import { Inject, Injectable } from '@nestjs/common';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../bullet-train/token-validator.js';
import { UpstreamError } from '../bullet-train/upstream-error.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { isRecord } from '../values/is-record.js';
import { keepNewest } from '../values/newest.js';
import { sha256 } from '../values/sha256.js';

/** A person as the audit trail names them. */
export interface Person {
  id?: string;
  email?: string;
}

const MAX_PEOPLE = 10_000;
const KEPT_MS = 3_600_000;
/** How soon a person is looked up again after the application did not answer. */
const FAILED_MS = 60_000;
const TIMEOUT_MS = 5_000;
const MAX_EMAIL_CHARS = 254;

/**
 * Finds the person behind a token: the id comes from token info, the e-mail address from the application's
 * `GET /users/me`. That is requested at most once an hour for each person, and only with an audit trail.
 */
@Injectable()
export class People {
  private readonly isAsked: boolean;
  /** By the person's id if it is known, otherwise by the token's SHA-256. */
  private readonly known = keepNewest<Person>(MAX_PEOPLE, { ttl: KEPT_MS });
  private readonly underWay = new Map<string, Promise<Person>>();

  constructor(
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
    @Inject(appConfig.KEY) config: AppConfig,
  ) {
    this.isAsked = config.audit.log !== 'off';
  }

  /** @param id the person's. @returns what is known without a request */
  peek(id: string | undefined): Person {
    if (id === undefined) return {};
    return this.known.get(`person ${id}`) ?? { id };
  }

  /** Keeps what a sign-in learned. */
  keep(person: Person): void {
    if (person.id !== undefined) this.known.set(`person ${person.id}`, person);
  }

  /**
   * Finds the person behind a token.
   * @param id the person's, if it is known
   * @returns the person at once if known; otherwise a promise that never rejects, with an empty person if nobody tells
   */
  find(token: string, id: string | undefined): Person | Promise<Person> {
    const key = id === undefined ? `token ${sha256(token)}` : `person ${id}`;
    return this.known.get(key) ?? this.underWay.get(key) ?? this.ask(key, token, id);
  }

  /**
   * The id of the person who has just received a first token. The request counts as the token's first use, at which
   * Doorkeeper revokes the previous refresh token, so never call this for a refreshed token.
   * @returns undefined without an audit trail, or if the application does not tell
   */
  async idOf(token: string): Promise<string | undefined> {
    if (!this.isAsked) return undefined;
    return (await this.find(token, undefined)).id;
  }

  private ask(key: string, token: string, id: string | undefined): Promise<Person> {
    const asking = this.read(token, id)
      .then((person) => {
        const isWhole = person.email !== undefined;
        this.known.set(key, person, { ttl: isWhole ? KEPT_MS : FAILED_MS });
        if (isWhole) this.keep(person);
        return person;
      })
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, asking);
    return asking;
  }

  private async read(token: string, given: string | undefined): Promise<Person> {
    const [id, user] = await Promise.all([
      given ?? this.ownerOf(token),
      this.readUser(token).catch(() => undefined),
    ]);
    const email = isRecord(user) ? user['email'] : undefined;
    const isEmail = typeof email === 'string' && email.length <= MAX_EMAIL_CHARS;
    return { ...(id !== undefined && { id }), ...(isEmail && { email }) };
  }

  private async ownerOf(token: string): Promise<string | undefined> {
    try {
      return (await this.validator.check(token)).owner;
    } catch (error) {
      if (error instanceof UpstreamError) return undefined;
      throw error;
    }
  }

  private async readUser(token: string): Promise<unknown> {
    const path = `${this.client.apiPath}/users/me`;
    const { status, body } = await this.client.send({
      method: 'GET',
      path,
      token,
      timeoutMs: TIMEOUT_MS,
    });
    return status === 200 ? JSON.parse(body.toString('utf8')) : undefined;
  }
}
