import { isUtf8 } from 'node:buffer';
import { Inject, Injectable } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import type { ConnectionCatalog } from '../catalog/connection-catalog.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import type { ToolView } from '../catalog/tool-view.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { memoizeObject } from '../values/memoize.js';
import { writeApplicationSkill } from './application-skill.js';
import type { Skill, SkillEntry } from './skill.js';
import { readSkillFolder } from './skill-folder.js';

/** The extension that serves skills over MCP (SEP-2640; specification/stable/skills of August 2026). */
export const SKILLS_EXTENSION = 'io.modelcontextprotocol/skills';

/** What the connection sees. */
type Seen = Pick<ConnectionCatalog, 'view'>;

const SCHEME = 'skill://';
/** A skill's files are never split between pages. */
const PAGE = 20;

/** The operator's skills, and the one about the application, which each connection gets of what it may see. */
@Injectable()
export class Skills {
  private readonly ofOperator: readonly Skill[];
  private readonly ofView = memoizeObject((view: ToolView) =>
    writeApplicationSkill(this.catalog.applicationName, view),
  );

  /** @throws ConfigError when SKILLS_DIR cannot be read */
  constructor(
    private readonly catalog: ToolCatalog,
    @Inject(appConfig.KEY) config: AppConfig,
  ) {
    this.ofOperator = readSkillFolder(config);
  }

  /** @throws ProtocolError for a cursor that is none */
  list(connection: Seen, cursor = '0'): { skills: SkillEntry[]; nextCursor?: string } {
    const skills = this.all(connection);
    const start = /^\d{1,4}$/.test(cursor) ? Number(cursor) : -1;
    if (start < 0 || start >= skills.length) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'The cursor is none that skills/list has given',
      );
    }
    const end = start + PAGE;
    return {
      skills: skills.slice(start, end).map(({ entry }) => entry),
      ...(end < skills.length && { nextCursor: String(end) }),
    };
  }

  /** @throws ProtocolError where there is no such skill */
  get(uri: string, connection: Seen): SkillEntry {
    const skill = this.all(connection).find(({ entry }) => entry.uri === uri);
    if (skill) return skill.entry;
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `No skill is served at ${JSON.stringify(uri)}: skills/list tells which there are`,
    );
  }

  /** @returns a file of a skill, byte for byte; undefined where there is none at this URI */
  read(uri: string, connection: Seen): ReadResourceResult | undefined {
    if (!uri.startsWith(SCHEME)) return undefined;
    const file = this.all(connection).flatMap(({ files }) => files.get(uri) ?? [])[0];
    if (!file) return undefined;
    const { mimeType, content } = file;
    return isUtf8(content)
      ? { contents: [{ uri, mimeType, text: content.toString('utf8') }] }
      : { contents: [{ uri, mimeType, blob: content.toString('base64') }] };
  }

  /** An operator's skill takes the place of the generated one with the same name. */
  private all({ view }: Seen): readonly Skill[] {
    const generated = this.ofView(view);
    const isReplaced = this.ofOperator.some(({ entry }) => entry.uri === generated.entry.uri);
    return isReplaced ? this.ofOperator : [generated, ...this.ofOperator];
  }
}
