import { createHash } from 'node:crypto';
import { readFrontmatter, type Frontmatter } from './frontmatter.js';
import { typeOfFile } from './file-type.js';

/** The file that makes a folder a skill. */
export const SKILL_FILE = 'SKILL.md';

/** A file of a skill, with its bytes as they are served and hashed. */
export interface SkillFile {
  uri: string;
  mimeType: string;
  content: Buffer;
}

/** A skill, as `skills/list` and `skills/get` tell of it. */
export interface SkillEntry {
  uri: string;
  frontmatter: Frontmatter;
  resources: { uri: string; digest: string; size: number }[];
}

/** A skill with its files, of which `SKILL.md` is the first. */
export interface Skill {
  entry: SkillEntry;
  /** By URI. */
  files: ReadonlyMap<string, SkillFile>;
}

/**
 * Makes a skill of files (MCP extension `io.modelcontextprotocol/skills`, "Resource Mapping").
 * @param files by path below the skill's folder, with `/` between its parts; `SKILL.md` is one of them
 * @throws FrontmatterError when `SKILL.md` is missing, or does not say what skill it is
 */
export function makeSkill(name: string, files: ReadonlyMap<string, Buffer>): Skill {
  const frontmatter = readFrontmatter(files.get(SKILL_FILE), name);
  const paths = [SKILL_FILE, ...[...files.keys()].filter((path) => path !== SKILL_FILE).toSorted()];
  const made = paths.map((path): SkillFile => {
    const content = files.get(path) ?? Buffer.alloc(0);
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return { uri: `skill://${name}/${encoded}`, mimeType: typeOfFile(path, content), content };
  });
  return {
    entry: {
      uri: `skill://${name}/${SKILL_FILE}`,
      frontmatter,
      resources: made.map(({ uri, content }) => ({
        uri,
        digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
        size: content.length,
      })),
    },
    files: new Map(made.map((file) => [file.uri, file])),
  };
}
