import { isUtf8 } from 'node:buffer';
import { readYaml } from '../openapi/document/read-yaml.js';
import { detailsOf } from '../values/error-details.js';
import { isRecord } from '../values/is-record.js';

/** What `SKILL.md` says of its skill, as JSON: every field that its author wrote. */
export type Frontmatter = { name: string; description: string } & Record<string, unknown>;

/** The message says what to change in `SKILL.md`. */
export class FrontmatterError extends Error {
  override readonly name = 'FrontmatterError';
}

/** agentskills.io/specification. */
export const SKILL_NAME = /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/;
const MOST_DESCRIPTION_CHARS = 1_024;
const MOST_BYTES = 16_384;
/** Aliases of YAML can stand for any number of copies. */
const MOST_VALUES = 500;

const BLOCK = /^---\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/**
 * Reads the YAML at the beginning of `SKILL.md`.
 * @param name of the skill's folder, which the front matter must repeat
 * @throws FrontmatterError
 */
export function readFrontmatter(file: Buffer | undefined, name: string): Frontmatter {
  if (file === undefined) throw new FrontmatterError('is missing');
  if (!isUtf8(file)) throw new FrontmatterError('is not UTF-8');
  const [, yaml] = BLOCK.exec(file.toString('utf8', 0, MOST_BYTES)) ?? [];
  if (yaml === undefined) {
    throw new FrontmatterError(
      `must begin with YAML between two lines of ---, of at most ${MOST_BYTES} bytes`,
    );
  }
  const read = parse(yaml);
  if (!isRecord(read) || countValues(read) > MOST_VALUES) {
    throw new FrontmatterError(`must begin with a YAML object of at most ${MOST_VALUES} values`);
  }
  const { name: given, description } = read;
  if (given !== name) {
    throw new FrontmatterError(`must say name: ${name}, like its folder`);
  }
  const isDescribed =
    typeof description === 'string' &&
    description.trim() !== '' &&
    description.length <= MOST_DESCRIPTION_CHARS;
  if (isDescribed) return { ...read, name, description };
  throw new FrontmatterError(
    `must have a description of at most ${MOST_DESCRIPTION_CHARS} characters`,
  );
}

function parse(yaml: string): unknown {
  try {
    return readYaml(yaml);
  } catch (error) {
    // Further lines show the place.
    const [problem] = detailsOf(error).message.split('\n');
    throw new FrontmatterError(`has YAML that cannot be read: ${problem}`);
  }
}

/** Counts as far as anybody wants to know. */
function countValues(value: unknown): number {
  const waiting = [value];
  let count = 0;
  while (waiting.length > 0 && count <= MOST_VALUES) {
    const next = waiting.pop();
    count += 1;
    if (typeof next === 'object' && next !== null) waiting.push(...Object.values(next));
  }
  return count;
}
