// Loaded into a server by NODE_OPTIONS: on SIGUSR2 it collects garbage and writes the remaining bytes to a file.
import { renameSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { HEAP_FILE: file } = process.env;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', async () => {
  // Objects that the first collection finalises are freed by the second.
  collect();
  await setImmediate();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  writeFileSync(`${file}.part`, String(heapUsed + arrayBuffers));
  renameSync(`${file}.part`, file);
});
