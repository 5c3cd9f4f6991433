import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ConfigError, type AppConfig } from '../config/app-config.js';
import { detailsOf } from '../values/error-details.js';
import { FrontmatterError, SKILL_NAME } from './frontmatter.js';
import { makeSkill, SKILL_FILE, type Skill } from './skill.js';

const MOST_SKILLS = 100;
/** The extension's own limits ("Limits"), and one for all skills together, which stay in memory. */
const MOST_FILES = 512;
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_BYTES_IN_ALL = 64 * 1024 * 1024;
const DEEPEST = 8;

/**
 * Reads the operator's skills: each folder in SKILLS_DIR is one. Names that begin with a dot are passed over.
 * @returns none without SKILLS_DIR
 * @throws ConfigError that names the file and says what is wrong with it
 */
export function readSkillFolder({ skillsFolder }: Pick<AppConfig, 'skillsFolder'>): Skill[] {
  if (skillsFolder === undefined) return [];
  try {
    const root = realpathSync(skillsFolder);
    const names = visibleIn(root).filter((name) =>
      statSync(realFile(root, join(root, name))).isDirectory(),
    );
    if (names.length > MOST_SKILLS) throw wrong(root, `has more than ${MOST_SKILLS} skills`);
    const skills = names.map((name) => readSkill(root, name));
    const bytes = skills
      .flatMap(({ entry }) => entry.resources)
      .reduce((sum, { size }) => sum + size, 0);
    if (bytes > MOST_BYTES_IN_ALL) throw wrong(root, `has more than ${MOST_BYTES_IN_ALL} bytes`);
    return skills;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code, message } = detailsOf(error);
    throw new ConfigError(`SKILLS_DIR: ${skillsFolder} cannot be read (${code ?? message})`);
  }
}

function readSkill(root: string, name: string): Skill {
  const folder = join(root, name);
  if (!SKILL_NAME.test(name)) {
    throw wrong(
      folder,
      'must be named in lower case, with digits and single hyphens, like its skill',
    );
  }
  const files = new Map<string, Buffer>();
  let left = MOST_BYTES;
  readFiles(folder, '', 0);
  try {
    return makeSkill(name, files);
  } catch (error) {
    if (error instanceof FrontmatterError) throw wrong(join(folder, SKILL_FILE), error.message);
    throw error;
  }

  function readFiles(at: string, path: string, depth: number): void {
    if (depth > DEEPEST) throw wrong(at, `is more than ${DEEPEST} folders deep`);
    for (const entry of visibleIn(at)) {
      const file = join(at, entry);
      const below = path + entry;
      const stats = statSync(realFile(root, file));
      if (stats.isDirectory()) readFiles(file, `${below}/`, depth + 1);
      else if (!stats.isFile()) throw wrong(file, 'is no file');
      else {
        left -= stats.size;
        if (files.size >= MOST_FILES) throw wrong(folder, `has more than ${MOST_FILES} files`);
        if (left < 0) throw wrong(folder, `has more than ${MOST_BYTES} bytes`);
        files.set(below, readFileSync(file));
      }
    }
  }
}

/** A mounted volume can consist of links to files inside of it; one to a folder could lead in a circle. */
function realFile(root: string, file: string): string {
  if (!lstatSync(file).isSymbolicLink()) return file;
  const real = realpathSync(file);
  if (!real.startsWith(root + sep)) throw wrong(file, 'is a link that leads out of SKILLS_DIR');
  if (statSync(real).isDirectory()) throw wrong(file, 'is a link to a folder');
  return real;
}

function visibleIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .toSorted();
}

function wrong(file: string, problem: string): ConfigError {
  return new ConfigError(`SKILLS_DIR: ${file} ${problem}`);
}
