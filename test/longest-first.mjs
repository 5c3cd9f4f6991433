import { basename } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Each takes ten seconds or more; begun last, one of them would run alone. */
const LONGEST = [
  'development',
  'isolation',
  'corpus',
  'upstream-endpoints',
  'web-wire',
  'refresh-at-once',
  'life-cycle',
  'catalog',
  'hostile-documents',
  'npm-scripts',
  'limits',
  'crowd',
  'upstream-outage',
  'isolation-faults',
  'document-places',
  'audit-sinks',
  'secrets',
  'languages',
  'connect-page',
  'metrics',
  'traces',
  'doctor',
  'outage',
  'tools',
  'package',
  'client-refusals',
  'connect-address',
  'views-in-host',
  'view-looks',
];

/**
 * Runs the longest specs first and the unit specs last. By itself Jest does so only where it has measured before:
 * a fresh checkout would begin with the largest files.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const places = new Map(
      super
        .sort(tests) // oxlint-disable-line no-array-sort
        .map((test, at) => [test, rank(test.path) + at]),
    );
    return tests.toSorted((one, other) => places.get(one) - places.get(other));
  }
}

/** @returns a number that is smaller for what has to begin earlier; Jest's own order decides between equals */
function rank(path) {
  const found = LONGEST.indexOf(basename(path).split('.')[0]);
  if (found >= 0) return (found - LONGEST.length) * 10_000;
  return path.includes('e2e-spec') ? 0 : 1_000_000;
}
