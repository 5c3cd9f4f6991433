import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AuditLine } from '../src/audit/audit-line.js';
import { secretsIn } from './secrets.js';

const SCHEMA = new URL('../docs/audit-log.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<AuditLine>(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

/**
 * Reads an audit log whole. Fails on a line that is not as docs/audit-log.schema.json says, and on a secret that the
 * tests know.
 */
export function readAuditLines(text: string): AuditLine[] {
  expect(secretsIn(text)).toEqual([]);
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const parsed = JSON.parse(line) as unknown;
      if (!validate(parsed)) throw new Error(`${line}: ${JSON.stringify(validate.errors)}`);
      expect(Buffer.byteLength(line)).toBeLessThan(4_096);
      return parsed;
    });
}

/** What has been added to an audit file since this was asked last. */
export function auditFile(path: string) {
  let read = 0;
  return {
    path,
    news(): AuditLine[] {
      const text = readFileSync(path, 'utf8').slice(read);
      read += text.length;
      return readAuditLines(text);
    },
  };
}
