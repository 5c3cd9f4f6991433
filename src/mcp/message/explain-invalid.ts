import { isRecord } from '../../values/is-record.js';

const INVALID_PARAMS = -32602;
const MOST_PROBLEMS = 3;
/** A key may be the client's own. */
const MOST_PATH_CHARS = 80;

interface Issue {
  path: unknown[];
  message: string;
}

/**
 * The SDK tells a client which members of a request are wrong by its schema library's dump, as an error of the server's.
 * @returns the answer with one line in its place, and with the code for what a client has to mend
 */
export async function explainInvalid(response: Response): Promise<Response> {
  if (!/^application\/json\b/.test(response.headers.get('content-type') ?? '')) return response;
  const text = await response.text();
  const { status, headers } = response;
  // A dump is a list, and a text within JSON: most answers have none, and are not read.
  const isDump = /"message":"[^"]*\[\\n/.test(text);
  return new Response(isDump ? JSON.stringify(explainAll(JSON.parse(text))) : text, {
    status,
    headers,
  });
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
  if (expected === undefined) return `${name} is not what the protocol says`;
  const wanted = withArticle(KINDS[expected] ?? expected);
  return received === 'undefined'
    ? `${name} is missing: it must be ${wanted}`
    : `${name} must be ${wanted}, not ${withArticle(received!)}`;
}

/** The library's words for JSON's types, where they are others. */
const KINDS: Record<string, string> = { record: 'object', int: 'integer' };

function withArticle(kind: string): string {
  if (kind === 'null') return kind;
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
