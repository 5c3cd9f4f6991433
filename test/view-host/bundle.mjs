/** Prints a page of the host as one script: `node bundle.mjs host`. */
import { rolldown } from 'rolldown';

const input = new URL(`./${process.argv[2]}.mjs`, import.meta.url).pathname;
const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
const { output } = await build.generate({ format: 'iife' });
process.stdout.write(output[0].code);
