// What so many people need: a model of queues, fed with what the bench has measured. docs/deploying.md has its tables.
// Usage: npm run bench:scale -- [--people 500,5000] [--assume appMs=120,activeShare=0.2] [--from results/latest.json]
// --from takes the figures of a full run of the bench, and writes them into measured.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readMeasured } from './read-measured.mjs';
import { ASSUMED } from './scale-model.ts';
import { PEOPLE, writeScaleTables } from './scale-table.ts';

const MEASURED = new URL('measured.json', import.meta.url);

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: PEOPLE.join(',') },
    assume: { type: 'string', default: '' },
    from: { type: 'string' },
  },
});

const assumed = { ...ASSUMED };
for (const pair of options.assume.split(',').filter(Boolean)) {
  const [name, value] = pair.split('=');
  if (!(name in ASSUMED) || !(Number(value) > 0)) {
    console.error(`--assume takes numbers for ${Object.keys(ASSUMED).join(', ')}; not ${pair}`);
    process.exit(2);
  }
  assumed[name] = Number(value);
}
if (options.from) {
  const measured = readMeasured(JSON.parse(readFileSync(options.from, 'utf8')));
  writeFileSync(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
}
const measured = JSON.parse(readFileSync(MEASURED, 'utf8'));
console.log(`Measured: ${measured.from}\n`);
console.log(writeScaleTables(measured, assumed, options.people.split(',').map(Number)));
