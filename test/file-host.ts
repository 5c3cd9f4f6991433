import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plant } from './secrets.js';
import { makeCertificate } from './tls-proxy.js';

/** The host of files that a person has attached in ChatGPT: https, on this machine. */
export interface FileHost {
  /** For NODE_EXTRA_CA_CERTS: it makes the server trust this host. */
  certificate: string;
  /** How often each path was asked for. */
  asked: string[];
  /** @returns a new link to a file, with a secret in it that no log may have */
  link(listener: RequestListener): string;
  close(): Promise<void>;
}

export async function startFileHost(): Promise<FileHost> {
  const pair = await makeCertificate();
  const folder = await mkdtemp(join(tmpdir(), 'mcp-files-'));
  const certificate = join(folder, 'cert.pem');
  await writeFile(certificate, pair.cert);
  const listeners = new Map<string, RequestListener>();
  const asked: string[] = [];
  const server = createServer(pair, (request, response) => {
    const path = request.url!.replace(/\?.*/, '');
    asked.push(path);
    response.on('error', () => {});
    (listeners.get(path) ?? serving(404, {}, 'nothing'))(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    certificate,
    asked,
    link: (listener) => {
      const path = `/file${listeners.size}`;
      listeners.set(path, listener);
      const secret = randomBytes(24).toString('base64url');
      plant(secret);
      return `https://localhost:${port}${path}?sig=${secret}`;
    },
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}

/** @returns a listener that answers with this, and says how long it is */
export function serving(
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-length': String(body.length), ...headers }).end(body);
  };
}

/** @returns a listener that serves a file */
export function file(type: string, body: string | Buffer): RequestListener {
  return serving(200, { 'content-type': type }, body);
}
