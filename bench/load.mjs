import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { countCpu } from './processes.mjs';

const PROGRAM = fileURLToPath(new URL('client.mjs', import.meta.url));

/** Starts the client's process. */
export function startClient() {
  const child = fork(PROGRAM, { env: {} });
  return { child, pid: child.pid, stop: () => child.disconnect() };
}

/**
 * Puts load on a server.
 * @param {object} what { origin, protocol, connections, operation, resource, tool, expected, seconds, requests }
 * @param {{ before?: Function, after?: Function }} watch called when the client is ready, and when it is done
 * @returns {Promise<{requests: number, seconds: number, p50: number, p99: number}>}
 */
export async function putLoad({ child }, what, { before, after } = {}) {
  child.send(what);
  await nextMessage(child);
  before?.();
  child.send('go');
  const result = await nextMessage(child);
  after?.();
  return result;
}

/** The same, with `cpuMs`: the CPU time of the server's process and its children. */
export async function putCountedLoad(client, { pid, ...what }) {
  let spentMs;
  let cpuMs;
  const watch = { before: () => (spentMs = countCpu(pid)), after: () => (cpuMs = spentMs()) };
  return { ...(await putLoad(client, what, watch)), cpuMs };
}

async function nextMessage(child) {
  const [message] = await once(child, 'message');
  if (message.error) throw new Error(message.error);
  return message;
}
