/** Specs beside their source and end-to-end specs in test/, both as native ES modules. */
export default {
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    // Types are checked once, by tsc, before the tests begin.
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.test.json', transpilation: true }],
  },
  // Its globals are as fast as those of the programs.
  testEnvironment: '<rootDir>/test/plain-environment.mjs',
  testTimeout: 60_000,
  // They mostly wait for servers; of two cores jest itself would use one.
  maxWorkers: 2,
  // The longest specs first, also in a fresh checkout, which knows no durations yet.
  testSequencer: '<rootDir>/test/longest-first.mjs',
};
