import { spawnSync } from 'node:child_process';
import type { ApiRequest } from '../src/openapi/request/build-request.js';

/** Why Rack cannot run here; undefined if it can (Debian: ruby-rack). */
export const missingRack: string | undefined = (() => {
  const { status } = spawnSync('ruby', ['-rrack', '-e', '']);
  return status === 0 ? undefined : 'ruby with Rack is not installed (Debian: ruby-rack)';
})();

/** @returns the parameters that Rack reads from the query and the form of each request */
export function readWithRack(requests: readonly ApiRequest[]): unknown[] {
  const input = requests.map(({ path, headers, body = '' }) => ({
    query: path.split('?')[1] ?? '',
    type: headers['content-type'] ?? '',
    // None of these has a file by link.
    body: Buffer.from(body as string | Buffer).toString('base64'),
  }));
  const script = new URL('./read-with-rack.rb', import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync('ruby', ['-W0', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown[];
}
