import { styleText } from 'node:util';
import { oneLine } from '../values/one-line.js';
import { showUnseen } from '../values/unseen.js';
import type { Finding } from './finding.js';

const MARKS = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  failure: ['✗', 'red'],
} as const;

/** Whether at least one check failed: the exit status is 1 then. */
export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'failure');
}

/** @returns a line for each finding, followed by its remedy, and the counts */
export function showAsText(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) =>
    findings.filter((finding) => finding.level === level).length;
  return [
    ...findings.flatMap(showFinding),
    '',
    `${count('ok')} passed, ${count('warning')} warnings, ${count('failure')} failed`,
  ].join('\n');
}

/** @returns the findings as JSON, for programs */
export function showAsJson(findings: readonly Finding[]): string {
  return showUnseen(JSON.stringify({ ok: !hasFailed(findings), findings }, null, 2));
}

function showFinding(finding: Finding): string[] {
  const { check, message, level, details = [] } = finding;
  return [
    `${mark(level)} ${check}: ${oneLine(message)}`,
    ...details.map((detail) => `    ${oneLine(detail)}`),
    ...(finding.level === 'ok' ? [] : [`  → ${finding.remedy}`]),
  ];
}

function mark(level: Finding['level']): string {
  const [sign, color] = MARKS[level];
  const { stdout } = process;
  return stdout.isTTY && stdout.hasColors() ? styleText(color, sign) : sign;
}
