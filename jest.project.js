const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  },
];
const totals = process.env.JWT_GUARD_TEST_TOTALS && `${import.meta.dirname}/tools/jest-totals-reporter.js`;

/** Jest settings shared by every project. */
export const jestProject = (displayName, options = {}) => ({
  displayName,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: [`${import.meta.dirname}/tools/jest-hold-channels.js`],
  testEnvironment: 'node',
  // It ends a test that hangs. Five seconds, Jest's own, would fail good ones where other work keeps the machine busy.
  testTimeout: 60_000,
  testEnvironmentOptions: { customExportConditions: ['@jwt-guard/source', 'node', 'node-addons'] },
  collectCoverageFrom: ['src/**/*.ts'],
  ...(totals && { reporters: ['default', totals] }),
  ...options,
});
