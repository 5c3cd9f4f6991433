import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Serves https on a port of localhost for a server that speaks http, as a load balancer does. */
export async function startTlsProxy(port: number, target: string) {
  const proxy = createServer(await makeCertificate(), (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forwarded = request(target + url, { method, headers, setHost: false }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  }).listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    close: async () => {
      const closed = once(proxy.close(), 'close');
      proxy.closeAllConnections();
      await closed;
    },
  };
}

/** @returns a new key and a certificate of localhost, signed by itself */
export async function makeCertificate() {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const options =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  const files = ['-keyout', key, '-out', cert];
  await promisify(execFile)('openssl', [...options.split(' '), ...files]);
  const pair = { key: await readFile(key), cert: await readFile(cert) };
  await rm(folder, { recursive: true });
  return pair;
}
