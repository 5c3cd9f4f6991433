import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { startSandbox, type Fault, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, type RawOptions } from './raw-mcp.js';
import { freePort, startServer, until, type RunningServer } from './running-server.js';
import { sealingOf } from './sealed-values.js';
import { SharedSockets, type SharedAnswer } from './shared-sockets.js';

const PEOPLE = 1_000;
const SOCKETS = 100;
/** Each person asks each question once a round. */
const ROUNDS = 3;
/** How many people are in the tests beside the great one. */
const FEW = 300;
/** Everybody's, always: nothing may be told apart by it. */
const ID = 7;

interface Person {
  email: string;
  teamId: number;
  /** As it is sent: Bullet Train's own, or sealed by this server. */
  token: string;
  bulletTrainToken: string;
  /** Somebody else's. */
  strangeTeamId: number;
  /** Half of the people let their connection only read. */
  readOnly: boolean;
}

let sandbox: Sandbox;
/** The variables that all servers have. */
let shared: Record<string, string>;
let replicas: RunningServer[];
let people: Person[];
let sockets: SharedSockets;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const secret = randomBytes(32).toString('base64');
  const publicUrl = `http://localhost:${await freePort()}`;
  shared = {
    PUBLIC_URL: publicUrl,
    OAUTH_SECRET: secret,
    // Both is to happen under load: tokens remembered, and asked about again.
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

interface Question {
  method: string;
  params: (person: Person, nonce: string) => Record<string, unknown>;
  /** What has to be in the caller's own answer. */
  own: (person: Person, nonce: string) => RegExp;
}

const FLAPS: Fault[] = [
  { path: '/api/v1', kind: 'status', status: 503 },
  { path: '/oauth/token/info', kind: 'status', status: 503 },
  { path: '/api/v1', kind: 'reset' },
];

const call = (name: string, args: Record<string, unknown>) => ({ name, arguments: args });

const QUESTIONS: Record<string, Question> = {
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
  /** The client goes away after so many milliseconds. */
  leavesAfterMs?: number;
}

let nonces = 0;

/** All that people ask, in such an order that neighbours are different people with different questions. */
function makeJobs(asking: Person[], rounds: number): Job[] {
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

/** What came of the jobs; the problems say what was wrong, each of them. */
class Tally {
  answered = 0;
  left = 0;
  /** Who has been told that the application is not there, or that the token is not good. */
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

/** The prompt is there without the application too, only that it does not say who the person is. */
function isRefusal(status: number, text: string): boolean {
  const isNameless = /Greet me/.test(text) && !/person-/.test(text);
  return (
    status === 401 ||
    status === 503 ||
    isNameless ||
    /The application (failed|cannot be|broke off)/.test(text)
  );
}

/** Runs the jobs with as many at once as there are sockets, each at the next server. */
async function run(jobs: Job[], servers: RunningServer[], tally = new Tally()): Promise<Tally> {
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

/** @returns how often there is a project of a name, in the teams of these people */
async function countProjects(owners: Person[]): Promise<Map<string, number>> {
  sandbox.flags.jitterMs = 0;
  const counts = new Map<string, number>();
  for (const owner of owners) {
    for (const name of await namesOfProjects(owner)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Each project that somebody was told of is there once; those of clients that went away at most once. */
function findProjectProblems(jobs: Job[], counts: Map<string, number>): string[] {
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

/** As the application itself says. */
async function namesOfProjects({ teamId, bulletTrainToken }: Person): Promise<string[]> {
  const response = await fetch(`${sandbox.url}/api/v1/teams/${teamId}/projects`, {
    headers: { authorization: `Bearer ${bulletTrainToken}` },
  });
  const projects = (await response.json()) as { name: string }[];
  return projects.map(({ name }) => name);
}

describe('people who all have the same request id', () => {
  it('each get their own answers, a thousand over a hundred connections that all share', async () => {
    const jobs = makeJobs(people, ROUNDS);
    const tally = await run(jobs, replicas.slice(0, 1));
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(tally.refused).toEqual([]);
    expect(tally.answered).toBeGreaterThanOrEqual(20_000);
    expect(tally.left).toBeGreaterThan(0);
    // A client that goes away takes its connection with it.
    expect(sockets.opened).toBeLessThanOrEqual(SOCKETS + tally.left);
    expect(findProjectProblems(jobs, await countProjects(people))).toEqual([]);
  }, 300_000);

  it('the same from two processes in turn', async () => {
    const few = people.slice(0, FEW);
    const jobs = makeJobs(few, 2);
    const tally = await run(jobs, replicas);
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(tally.refused).toEqual([]);
    expect(findProjectProblems(jobs, await countProjects(few))).toEqual([]);
  }, 120_000);

  it('the same from two workers that share a port', async () => {
    const server = await startServer(sandbox.url, { ...shared, WORKERS: '2' });
    await until(() => server.log().includes('2 workers share the port'));
    const few = people.slice(FEW, 2 * FEW);
    const jobs = makeJobs(few, 2);
    const tally = await run(jobs, [server]);
    sockets.close();
    expect(await server.stop()).toBe(0);
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(tally.refused).toEqual([]);
    expect(findProjectProblems(jobs, await countProjects(few))).toEqual([]);
  }, 120_000);

  it('while the application fails now and then, and is asked again', async () => {
    const few = people.slice(0, FEW);
    const jobs = makeJobs(few, 1);
    let failures = 0;
    const flapping = setInterval(() => {
      if (sandbox.flags.faults[0]?.times === 0) failures++;
      sandbox.flags.faults = [{ ...FLAPS[failures % FLAPS.length]!, times: 1 }];
    }, 15);
    const tally = await run(jobs, replicas);
    clearInterval(flapping);
    sandbox.flags.faults = [];
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect(tally.answered + tally.left).toBe(jobs.length);
    expect(failures).toBeGreaterThan(10);
    expect(tally.refused.length).toBeLessThan(tally.answered / 5);
    const counts = await countProjects(few);
    expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
  }, 120_000);

  it('while the token of one of them is revoked', async () => {
    const few = people.slice(0, FEW);
    const [unlucky, ...others] = few;
    const tally = new Tally();
    const running = run(makeJobs(few, 2), replicas, tally);
    await until(() => tally.answered > FEW);
    sandbox.revokeToken(unlucky!.bulletTrainToken);
    await running;
    expect(tally.problems.slice(0, 5)).toEqual([]);
    expect([...new Set(tally.refused)]).toEqual([unlucky!.email]);
    for (const { url } of replicas) {
      const statuses = async ({ token }: Person) =>
        Promise.all(
          Object.values(QUESTIONS).map(async ({ method, params }) => {
            const { status } = await sockets.post(url, method, params(unlucky!, ''), { token });
            return status;
          }),
        );
      await until(async () => (await statuses(unlucky!)).every((status) => status === 401));
      expect(new Set(await statuses(others[0]!))).toEqual(new Set([200]));
    }
  }, 120_000);
});
