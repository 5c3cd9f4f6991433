import { connect, type Socket } from 'node:net';

/**
 * Sends raw bytes over a new connection.
 * @returns everything received until the server ends the connection
 */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = open(url);
  socket.write(bytes);
  return readToEnd(socket);
}

/** Sends the beginning and then a little more again and again, until the server ends the connection. */
export async function drip(url: string, beginning: string, drop: string): Promise<string> {
  const socket = open(url);
  socket.write(beginning);
  // Rarely, or one that crosses the server's response resets the connection, and the response is lost.
  const dripping = setInterval(() => socket.write(drop), 1_000);
  try {
    return await readToEnd(socket);
  } finally {
    clearInterval(dripping);
  }
}

/** @returns the status codes of all responses, in order */
export function statusesIn(answers: string): number[] {
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  // A reset also ends the connection.
  return connect(Number(port), hostname).on('error', () => undefined);
}

async function readToEnd(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  // `once` would reject at a reset.
  await new Promise((resolve) => socket.on('close', resolve));
  return received;
}
