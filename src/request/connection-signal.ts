import type { Socket } from 'node:net';

const signals = new WeakMap<Socket, AbortSignal>();

/**
 * A signal for all requests of one connection, because a new one for each takes a twentieth of a call's CPU. Whoever
 * listens to it must stop when a request is over: the connection may last for days.
 * @returns a signal that is aborted when the connection ends
 */
export function connectionSignal(socket: Socket): AbortSignal {
  let signal = signals.get(socket);
  if (!signal) {
    const ended = new AbortController();
    if (socket.destroyed) ended.abort();
    socket.once('close', () => ended.abort());
    signals.set(socket, (signal = ended.signal));
  }
  return signal;
}
