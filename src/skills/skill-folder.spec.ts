import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSkillFolder } from './skill-folder.js';

let outside: string;
let folder: string;

beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'skills-'));
  folder = join(outside, 'skills');
  mkdirSync(folder);
});

afterEach(() => rmSync(outside, { recursive: true, force: true }));

const SKILL = '---\nname: refunds\ndescription: How we refund\n---\n\n# Refunds\n';

function put(path: string, content: string | Buffer = 'text'): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const read = () => readSkillFolder({ skillsFolder: folder });

describe('the folder of skills', () => {
  it('is none without SKILLS_DIR', () => {
    expect(readSkillFolder({ skillsFolder: undefined })).toEqual([]);
  });

  it('has a skill in each of its folders, with all its files, and passes over dotfiles', () => {
    put('refunds/SKILL.md', SKILL);
    put('refunds/templates/eu letter.md');
    put('refunds/.git/config');
    put('refunds/.DS_Store');
    put('.hidden/SKILL.md');
    put('README.md');
    const [skill, ...more] = read();
    expect(more).toEqual([]);
    expect(skill!.entry).toEqual({
      uri: 'skill://refunds/SKILL.md',
      frontmatter: { name: 'refunds', description: 'How we refund' },
      resources: [
        {
          uri: 'skill://refunds/SKILL.md',
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          size: SKILL.length,
        },
        {
          uri: 'skill://refunds/templates/eu%20letter.md',
          // printf text | sha256sum
          digest: 'sha256:982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1',
          size: 4,
        },
      ],
    });
  });

  it('follows links to files inside of it, of which mounted volumes consist', () => {
    put('..2026/SKILL.md', SKILL);
    mkdirSync(join(folder, 'refunds'));
    symlinkSync('../..2026/SKILL.md', join(folder, 'refunds/SKILL.md'));
    expect(read()).toHaveLength(1);
  });

  const WITH_A_PIPE: [string, RegExp, () => void] = [
    'with a pipe',
    /pipe is no file/,
    () => {
      put('refunds/SKILL.md', SKILL);
      execFileSync('mkfifo', [join(folder, 'refunds/pipe')]);
    },
  ];

  it.each<[string, RegExp, () => void]>([
    ['without SKILL.md', /refunds[\\/]SKILL\.md is missing/, () => put('refunds/README.md', SKILL)],
    ['with another name', /SKILL\.md must say name: returns/, () => put('returns/SKILL.md', SKILL)],
    [
      'named in upper case',
      /Refunds must be named in lower case/,
      () => put('Refunds/SKILL.md', SKILL),
    ],
    ['without front matter', /must begin with YAML/, () => put('refunds/SKILL.md', '# Refunds')],
    [
      'without a description',
      /must have a description/,
      () => put('refunds/SKILL.md', '---\nname: refunds\n---\n'),
    ],
    [
      'with wrong YAML',
      /has YAML that cannot be read/,
      () => put('refunds/SKILL.md', '---\nname: [\n---\n'),
    ],
    [
      'with YAML that copies itself',
      /at most 500 values/,
      () => {
        const lines = Array.from(
          { length: 30 },
          (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`,
        );
        const yaml = ['name: refunds', 'description: x', 'a0: &a0 [1]', ...lines].join('\n');
        return put('refunds/SKILL.md', `---\n${yaml}\n---\n`);
      },
    ],
    [
      'that is no UTF-8',
      /SKILL\.md is not UTF-8/,
      () => put('refunds/SKILL.md', Buffer.from(`${SKILL}\u00e9`, 'latin1')),
    ],
    [
      'with a link that leads out of it',
      /secret\.md is a link that leads out of SKILLS_DIR/,
      () => {
        put('refunds/SKILL.md', SKILL);
        writeFileSync(join(outside, 'secret.md'), 'secret');
        symlinkSync(join(outside, 'secret.md'), join(folder, 'refunds/secret.md'));
      },
    ],
    [
      'with a link to a folder',
      /loop is a link to a folder/,
      () => {
        put('refunds/SKILL.md', SKILL);
        symlinkSync('.', join(folder, 'refunds/loop'));
      },
    ],
    [
      'that is a link to a folder',
      /skills[\\/]refunds is a link that leads out of SKILLS_DIR/,
      () => {
        mkdirSync(join(outside, 'elsewhere'));
        writeFileSync(join(outside, 'elsewhere/SKILL.md'), SKILL);
        symlinkSync('../elsewhere', join(folder, 'refunds'));
      },
    ],
    // Windows has no pipes among its files.
    ...(process.platform === 'win32' ? [] : [WITH_A_PIPE]),
    [
      'with too many files',
      /refunds has more than 512 files/,
      () => {
        put('refunds/SKILL.md', SKILL);
        for (let n = 0; n < 512; n++) put(`refunds/files/${n}.txt`);
      },
    ],
    [
      'with too many bytes',
      /refunds has more than 16777216 bytes/,
      () => {
        put('refunds/SKILL.md', SKILL);
        truncateSync(put('refunds/large.bin'), 16 * 1024 * 1024);
      },
    ],
    [
      'that is too deep',
      /is more than 8 folders deep/,
      () => {
        put('refunds/SKILL.md', SKILL);
        put(`refunds/${'a/'.repeat(9)}b.md`);
      },
    ],
  ])('is refused for a skill %s', (_, message, make) => {
    make();
    expect(read).toThrow(message);
  });

  it('is refused when it is not there', () => {
    folder = join(outside, 'nowhere');
    expect(read).toThrow(/^SKILLS_DIR: .*nowhere cannot be read \(ENOENT\)$/);
  });
});
