// Loaded into a server by NODE_OPTIONS: on SIGUSR2 it collects garbage and writes down how many bytes are left.
import { renameSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { HEAP_FILE: file } = process.env;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', async () => {
  // What the first collection finalises is free only after the second.
  collect();
  await setImmediate();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  writeFileSync(`${file}.part`, String(heapUsed + arrayBuffers));
  renameSync(`${file}.part`, file);
});
