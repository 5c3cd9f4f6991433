import { Inject, Injectable } from '@nestjs/common';
import { applicationProblem } from '../bullet-train/application-problem.js';
import { BulletTrainClient } from '../bullet-train/bullet-train.client.js';
import { DocumentSource } from '../bullet-train/document-source.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { SERVER_VERSION } from '../config/version.js';
import { CredentialsCheck } from '../oauth/upstream/credentials-check.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';

/** The body of `GET /health`. */
export interface Health {
  status: 'healthy' | 'degraded';
  /** In UTC (ISO 8601), as is `toolsLoadedAt`. */
  timestamp: string;
  version: string;
  bulletTrain: string;
  publicUrl: string;
  /** The number of tools; 0 until the application's document is loaded. */
  tools: number;
  /** When the tools last changed. */
  toolsLoadedAt: string | null;
  /** What is wrong, one sentence each. */
  problems: string[];
}

const REMEMBER_MS = 5_000;

/** Checks whether this server and what it needs are up. */
@Injectable()
export class HealthService {
  private asked?: { at: number; problem: Promise<string | undefined> };

  constructor(
    private readonly client: BulletTrainClient,
    private readonly source: DocumentSource,
    private readonly catalog: ToolCatalog,
    private readonly credentials: CredentialsCheck,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * Asks the application, at most once in five seconds, and waits at most three seconds for it.
   * @returns the state of the server; never throws, because `problems` tells what is wrong
   */
  async check(): Promise<Health> {
    const problems = [
      await this.applicationProblem(),
      this.documentProblem(),
      this.credentials.problem,
    ].filter((problem) => problem !== undefined);
    const catalog = this.catalog.current;
    return {
      status: problems.length === 0 ? 'healthy' : 'degraded',
      timestamp: new Date().toISOString(),
      version: SERVER_VERSION,
      bulletTrain: this.config.bulletTrain.baseUrl,
      publicUrl: this.config.server.publicUrl,
      tools: catalog?.tools.length ?? 0,
      toolsLoadedAt: catalog?.loadedAt.toISOString() ?? null,
      problems,
    };
  }

  /** Whether the server can answer calls: the tools are loaded. */
  isReady(): boolean {
    return this.catalog.current !== undefined;
  }

  private documentProblem(): string | undefined {
    const { problem, remedy } = this.source;
    if (problem !== undefined) {
      return `The OpenAPI document: ${problem}${remedy === undefined ? '' : `. What helps: ${remedy}`}`;
    }
    return this.isReady() ? undefined : 'The OpenAPI document is still being fetched';
  }

  /** Asks at most once in five seconds, however often `/health` is requested. */
  private applicationProblem(): Promise<string | undefined> {
    const now = Date.now();
    if (!this.asked || now - this.asked.at > REMEMBER_MS) {
      this.asked = { at: now, problem: applicationProblem(this.client) };
    }
    return this.asked.problem;
  }
}
