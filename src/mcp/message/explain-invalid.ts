import { isRecord } from '../../values/is-record.js';

const INVALID_PARAMS = -32602;
const MOST_PROBLEMS = 3;
/** The most characters of a path that the client may have made up. */
const MOST_PATH_CHARS = 80;

interface Issue {
  path: unknown[];
  message: string;
}

/**
 * If members of a request are invalid, the SDK answers with its schema library's dump, as an internal error.
 * @param answer the JSON of a response, or of a batch of them
 * @returns the same JSON, with one line and the code -32602 (invalid params) instead of a dump
 */
export function explainInvalid(answer: string): string {
  // A dump is a list, as text within JSON. Most answers have none, and are not parsed.
  const isDump = /"message":"[^"]*\[\\n/.test(answer);
  return isDump ? JSON.stringify(explainAll(JSON.parse(answer))) : answer;
}

function explainAll(answer: unknown): unknown {
  return Array.isArray(answer) ? answer.map(explainOne) : explainOne(answer);
}

function explainOne(answer: unknown): unknown {
  if (!isRecord(answer) || !isRecord(answer['error'])) return answer;
  const issues = readIssues(answer['error']['message']);
  if (!issues) return answer;
  const problems = issues.slice(0, MOST_PROBLEMS).map(explain);
  const message = `Invalid params: ${[...new Set(problems)].join('; ')}`;
  return { ...answer, error: { code: INVALID_PARAMS, message } };
}

function readIssues(message: unknown): Issue[] | undefined {
  if (typeof message !== 'string') return undefined;
  try {
    const issues: unknown = JSON.parse(message.slice(message.indexOf('[')));
    return Array.isArray(issues) && issues.every(isIssue) ? issues : undefined;
  } catch {
    return undefined;
  }
}

function isIssue(issue: unknown): issue is Issue {
  return isRecord(issue) && Array.isArray(issue['path']) && typeof issue['message'] === 'string';
}

/** `"protocolVersion" must be a string, not a number` */
function explain({ path, message }: Issue): string {
  const place = path.slice(path[0] === 'params' ? 1 : 0).join('.');
  const name = place === '' ? '"params"' : JSON.stringify(place.slice(0, MOST_PATH_CHARS));
  const [, expected, received] = /expected (\w+), received (\w+)$/.exec(message) ?? [];
  if (expected === undefined || received === undefined)
    return `${name} is not what the protocol says`;
  const wanted = withArticle(KINDS[expected] ?? expected);
  return received === 'undefined'
    ? `${name} is missing: it must be ${wanted}`
    : `${name} must be ${wanted}, not ${withArticle(received)}`;
}

/** JSON's names of types that the library names differently. */
const KINDS: Record<string, string> = { record: 'object', int: 'integer' };

function withArticle(kind: string): string {
  if (kind === 'null') return kind;
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
