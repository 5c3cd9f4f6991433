import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../bullet-train/token-validator.js';
import { UpstreamError } from '../bullet-train/upstream-error.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { isRecord } from '../values/is-record.js';
import { sha256 } from '../values/sha256.js';

/** A person as the audit trail names them. */
export interface Person {
  id?: string;
  email?: string;
}

const MAX_PEOPLE = 10_000;
const KEPT_MS = 3_600_000;
/** People whose application does not answer are asked about again so soon. */
const FAILED_MS = 60_000;
const TIMEOUT_MS = 5_000;
const MAX_EMAIL_CHARS = 254;

/**
 * Says whose a token is: the id is the token info's, the e-mail address that of the application's `GET /users/me`, which
 * is asked once an hour for each person at most, and only where there is an audit trail.
 */
@Injectable()
export class People {
  private readonly isAsked: boolean;
  /** By the person's id where it is known, else by the token's SHA-256. */
  private readonly known = new LRUCache<string, Person>({ max: MAX_PEOPLE, ttl: KEPT_MS });
  private readonly underWay = new Map<string, Promise<Person>>();

  constructor(
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
    @Inject(appConfig.KEY) config: AppConfig,
  ) {
    this.isAsked = config.audit.log !== 'off';
  }

  /** What is known without asking. @param id the person's */
  peek(id: string | undefined): Person {
    if (id === undefined) return {};
    return this.known.get(`person ${id}`) ?? { id };
  }

  /** Keeps what a sign-in has learnt. */
  keep(person: Person): void {
    if (person.id !== undefined) this.known.set(`person ${person.id}`, person);
  }

  /**
   * Whose a token is.
   * @param id the person's, where it is known
   * @returns at once what is known already, else a promise, which never rejects; empty where nobody says
   */
  find(token: string, id: string | undefined): Person | Promise<Person> {
    const key = id === undefined ? `token ${sha256(token)}` : `person ${id}`;
    return this.known.get(key) ?? this.underWay.get(key) ?? this.ask(key, token, id);
  }

  /**
   * The id of the person who has just been given a first token: the question counts as its first use (Doorkeeper revokes
   * the refresh token before it), so that it is not for tokens of a refresh.
   * @returns undefined without an audit trail, and where nobody says
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
