// Loaded into the server that is soaked: on SIGUSR2 it collects garbage and writes down what memory is left.
import { renameSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

const { SOAK_MEMORY_FILE: file } = process.env;

process.on('SIGUSR2', async () => {
  // What the first collection finalises is free only after the second.
  globalThis.gc();
  await setImmediate();
  globalThis.gc();
  writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.part`, file);
});
