// Loaded into the server under test: on SIGUSR2 it collects garbage and writes the remaining memory to a file.
import { renameSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

const { SOAK_MEMORY_FILE: file } = process.env;

process.on('SIGUSR2', async () => {
  // Objects that the first collection finalises are freed by the second.
  globalThis.gc();
  await setImmediate();
  globalThis.gc();
  writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.part`, file);
});
