import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, type RawOptions } from './raw-mcp.js';
import { freePort, startServer, type RunningServer } from './running-server.js';
import { sealingOf } from './sealed-values.js';
import { SharedSockets, type SharedAnswer } from './shared-sockets.js';

const PEOPLE = 1_000;
export const SOCKETS = 100;
/** How many people take part in every test but the largest. */
export const FEW = 300;
/** Every request has it, so that nothing can be told apart by it. */
const ID = 7;

export interface Person {
  email: string;
  teamId: number;
  /** What the client sends: Bullet Train's token, or one that this server has sealed. */
  token: string;
  bulletTrainToken: string;
  /** The team of somebody else. */
  strangeTeamId: number;
  /** A third of the connections are read-only. */
  readOnly: boolean;
}

export let sandbox: Sandbox;
/** The variables of all servers. */
export let shared: Record<string, string>;
export let replicas: RunningServer[];
export let people: Person[];
export let sockets: SharedSockets;

interface Question {
  method: string;
  params: (person: Person, nonce: string) => Record<string, unknown>;
  /** What the caller's own answer has to contain. */
  own: (person: Person, nonce: string) => RegExp;
}

const call = (name: string, args: Record<string, unknown>) => ({ name, arguments: args });

export const QUESTIONS: Record<string, Question> = {
  'who am I': {
    method: 'tools/call',
    params: () => call('get_user', { id: 'me' }),
    own: ({ email }) => new RegExp(`"email":"${email}"`),
  },
  'my projects': {
    method: 'tools/call',
    params: ({ teamId }) => call('list_projects', { team_id: teamId }),
    own: ({ email }) => new RegExp(`"name":"Project of ${email}"`),
  },
  "a stranger's projects": {
    method: 'tools/call',
    params: ({ strangeTeamId }) => call('list_projects', { team_id: strangeTeamId }),
    own: () => /"isError":true/,
  },
  'the prompt': {
    method: 'prompts/get',
    params: () => ({ name: 'get_started' }),
    own: ({ email }) => new RegExp(email),
  },
  'a resource': {
    method: 'resources/read',
    params: () => ({ uri: 'bullet-train://v1/users/me' }),
    own: ({ email }) => new RegExp(email),
  },
  'my tools': {
    method: 'tools/list',
    params: () => ({}),
    own: ({ readOnly }) =>
      readOnly ? /^(?!.*"create_project").*"get_project"/ : /"create_project".*"get_project"/,
  },
  'a new project': {
    method: 'tools/call',
    params: ({ email, teamId }, nonce) =>
      call('create_project', { team_id: teamId, name: `New ${nonce} of ${email}` }),
    own: ({ email, readOnly }, nonce) =>
      readOnly ? /There is no tool/ : new RegExp(`"name":"New ${nonce} of ${email}"`),
  },
};

interface Job {
  person: Person;
  question: Question;
  nonce: string;
  options: RawOptions;
  /** The client disconnects after so many milliseconds. */
  leavesAfterMs?: number;
}

let nonces = 0;

/** @returns every question of every person, ordered so that neighbours differ in person and question */
export function makeJobs(asking: Person[], rounds: number): Job[] {
  const questions = Object.values(QUESTIONS);
  const jobs: Job[] = [];
  for (let turn = 0; turn < rounds * questions.length; turn++) {
    for (const [index, person] of asking.entries()) {
      jobs.push({
        person,
        question: questions[(turn + index) % questions.length]!,
        nonce: String(nonces++),
        options: {
          token: person.token,
          era: ERAS[(turn + index + Math.floor(index / 2)) % 2]!,
          id: ID,
          path: person.readOnly ? '/mcp?readonly=true' : '/mcp',
        },
        ...((turn + index) % 23 === 0 && { leavesAfterMs: Math.floor(Math.random() * 25) }),
      });
    }
  }
  return jobs;
}

/** Counts the outcomes of jobs and collects what was wrong with each. */
export class Tally {
  answered = 0;
  left = 0;
  /** The people who were told that the application is down or that their token is invalid. */
  readonly refused: string[] = [];
  readonly problems: string[] = [];
  private readonly requestIds = new Set<string>();

  check({ person, question, nonce }: Job, { status, requestId, text, body }: SharedAnswer): void {
    this.answered++;
    const problem = (what: string) => this.problems.push(`${person.email}: ${what} in ${text}`);
    if (this.requestIds.has(requestId)) problem('an answer that came twice');
    this.requestIds.add(requestId);
    for (const [email] of text.matchAll(/person-\d+@example\.com/g)) {
      if (email !== person.email) problem(`${email}'s data`);
    }
    if (isRefusal(status, text)) {
      this.refused.push(person.email);
      return;
    }
    if (status !== 200) problem(`status ${status}`);
    if (body.id !== ID) problem('another id');
    if (!question.own(person, nonce).test(JSON.stringify(body.result ?? body.error))) {
      problem(`no ${question.own(person, nonce)}`);
    }
  }
}

/** The prompt is answered without the application too, but then it does not name the person. */
function isRefusal(status: number, text: string): boolean {
  const isNameless = /Greet me/.test(text) && !/person-/.test(text);
  return (
    status === 401 ||
    status === 503 ||
    isNameless ||
    /The application (failed|cannot be|broke off)/.test(text)
  );
}

/** Runs one job per socket at a time, on each server in turn. */
export async function run(
  jobs: Job[],
  servers: RunningServer[],
  tally = new Tally(),
): Promise<Tally> {
  let next = 0;
  const work = async () => {
    for (let job = jobs[next++]; job; job = jobs[next++]) {
      const { url } = servers[next % servers.length]!;
      const { method, params } = job.question;
      const gone = job.leavesAfterMs !== undefined && AbortSignal.timeout(job.leavesAfterMs);
      const options = { ...job.options, ...(gone && { signal: gone }) };
      try {
        const asked = params(job.person, job.nonce);
        tally.check(job, await sockets.post(url, method, asked, options));
      } catch (error) {
        if (gone && gone.aborted) tally.left++;
        else tally.problems.push(`${job.person.email}: lost, ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: SOCKETS }, work));
  return tally;
}

/** @returns how many projects of each name exist in the teams of these people */
export async function countProjects(owners: Person[]): Promise<Map<string, number>> {
  sandbox.flags.jitterMs = 0;
  const counts = new Map<string, number>();
  for (const owner of owners) {
    for (const name of await namesOfProjects(owner)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Each project that was confirmed to a client must exist once; those of clients that disconnected, at most once. */
export function findProjectProblems(jobs: Job[], counts: Map<string, number>): string[] {
  return jobs
    .filter(({ question }) => question === QUESTIONS['a new project'])
    .flatMap(({ person, nonce, leavesAfterMs }) => {
      const name = `New ${nonce} of ${person.email}`;
      const count = counts.get(name) ?? 0;
      const most = person.readOnly ? 0 : 1;
      const least = leavesAfterMs === undefined ? most : 0;
      return count < least || count > most ? [`${name}: ${count} times`] : [];
    });
}

/** Asks the application directly. */
async function namesOfProjects({ teamId, bulletTrainToken }: Person): Promise<string[]> {
  const response = await fetch(`${sandbox.url}/api/v1/teams/${teamId}/projects`, {
    headers: { authorization: `Bearer ${bulletTrainToken}` },
  });
  const projects = (await response.json()) as { name: string }[];
  return projects.map(({ name }) => name);
}

/** Starts two replicas in front of one sandbox with a thousand people; each test gets new connections. */
export function startIsolationRig(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    const secret = randomBytes(32).toString('base64');
    const publicUrl = `http://localhost:${await freePort()}`;
    shared = {
      PUBLIC_URL: publicUrl,
      OAUTH_SECRET: secret,
      // Under load tokens are both found in the cache and validated again.
      TOKEN_CACHE_SECONDS: '2',
    };
    const start = () => startServer(sandbox.url, shared);
    replicas = await Promise.all([start(), start()]);

    const seal = sealingOf(publicUrl, secret);
    people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, index) => {
        const email = `person-${index}@example.com`;
        const { teamId, token } = sandbox.addPerson(email, `Person ${index}`);
        const content = { iss: publicUrl, aud: `${publicUrl}/mcp`, client_id: 'raw', token };
        return {
          email,
          teamId,
          token: index % 2 ? await seal.seal('access_token', content) : token,
          bulletTrainToken: token,
          strangeTeamId: teamId === 4 ? 5 : teamId - 1,
          readOnly: index % 3 === 0,
        };
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(replicas.map((server) => server.stop()));
    await sandbox.close();
  });
  beforeEach(() => {
    sockets = new SharedSockets(SOCKETS);
    sandbox.flags.jitterMs = 30;
  });
  afterEach(() => {
    sockets.close();
    sandbox.flags.faults = [];
  });
}
