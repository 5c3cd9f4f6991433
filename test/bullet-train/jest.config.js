import settings from '../../jest.config.js';

/** Against a Bullet Train application: `npm run test:bullet-train`. */
export default {
  ...settings,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/bullet-train/*.test.ts'],
  // An application takes seconds to start, and its first answers, too.
  testTimeout: 180_000,
};
