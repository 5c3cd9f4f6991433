import { availableParallelism } from 'node:os';

/** Specs beside their source and end-to-end specs in test/, both as native ES modules. */
export default {
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    // Types are checked once, by tsc, before the tests begin.
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.test.json', transpilation: true }],
  },
  testTimeout: 60_000,
  // One more than cores, because a third of their time they wait.
  maxWorkers: availableParallelism() + 1,
  // The longest specs first, also in a fresh checkout, which knows no durations yet.
  testSequencer: '<rootDir>/test/longest-first.mjs',
};
