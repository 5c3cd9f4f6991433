import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { type RawOptions } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

export type Line = Record<string, unknown>;

export const LIMIT = 3;

export const PRODUCTION = { NODE_ENV: 'production', CLIENT_METADATA_ALLOW_LOOPBACK: '' };

export const USER_AGENT = 'curl/8.0 (any words)';

export let broker: Broker;

export let server: RunningServer;

/** A server with a low rate limit. */
export let strict: RunningServer;

export function linesOf({ log }: RunningServer): Line[] {
  const whole = log().slice(0, log().lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

export const ofRequests = (from: RunningServer) =>
  linesOf(from).filter(({ context }) => context === 'Request');

/** @returns the one log line of the request whose response has these headers */
export async function lineOf(headers: Headers, from = server): Promise<Line> {
  const id = headers.get('x-request-id');
  const found = () => ofRequests(from).filter(({ requestId }) => requestId === id);
  await until(() => found().length > 0);
  expect(found()).toHaveLength(1);
  return found()[0]!;
}

/** The fields that a table cannot know: time and durations. */
export function withoutTimes({
  time,
  pid,
  ms,
  ownMs,
  upstreamMs,
  requestId,
  bytes,
  msg,
  ...rest
}: Line) {
  expect([time, pid, ms, ownMs, requestId, bytes, msg]).toEqual([
    expect.stringMatching(/^20\d\d-.*Z$/),
    expect.any(Number),
    expect.any(Number),
    expect.any(Number),
    expect.any(String),
    expect.any(Number),
    `${String(rest['method'])} ${String(rest['path'])} ${String(rest['status'])}`,
  ]);
  expect(upstreamMs === undefined).toBe(rest['upstreamCalls'] === undefined);
  return rest;
}

export const ALICE: RawOptions = { token: ALICE_TOKEN, headers: { 'user-agent': USER_AGENT } };

/** Starts a server that logs as in production, and one whose limit is low. */
export function startLoggingServers(): void {
  beforeAll(async () => {
    broker = await startBroker({}, PRODUCTION);
    ({ server } = broker);
    strict = await startServer(broker.sandbox.url, {
      ...PRODUCTION,
      RATE_LIMIT_PER_PERSON: `${LIMIT}`,
    });
  });
  afterEach(() => {
    broker.sandbox.flags.faults = [];
  });
  afterAll(async () => {
    await strict.stop();
    await broker.close();
  });
}
