/** Mutation testing of what core decides; docs/testing.md tells what is left out and what survives. */
const rooms = [
  ...['claims', 'errors', 'keys', 'options', 'ports', 'proof', 'request'],
  ...['requirements', 'revocation', 'signature', 'token', 'verifier'],
];
/** The rooms whose tests run, `MUTATION_TESTS=claims,verifier`: few of them are much quicker than all, and never kinder. */
const tested = process.env.MUTATION_TESTS?.split(',') ?? rooms;
const tools = `${import.meta.dirname}/tools`;

// As Jest sets it.
process.env.NODE_ENV ??= 'test';

export default {
  // Mocha, since Jest would load each test file, and all of core with it, anew for every mutant: hours instead of minutes.
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', `${tools}/mutation/typescript.js`, '--conditions', '@jwt-guard/source'],
  mochaOptions: {
    spec: tested.map((room) => `packages/core/test/${room}/*.test.ts`),
    require: [`${tools}/jest-hold-channels.js`, `${tools}/mutation/jest-globals.js`],
  },
  coverageAnalysis: 'perTest',
  plugins: ['@stryker-mutator/mocha-runner', './tools/mutation/ignore-texts.js'],
  ignorers: ['texts'],
  mutate: rooms.map((room) => `packages/core/src/${room}/**/*.ts`),
  ignorePatterns: ['apps', 'benchmarks', 'compat', 'tests', '.nx', 'dist', 'reports'],
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, allowColor: false },
  jsonReporter: { fileName: process.env.MUTATION_REPORT ?? 'reports/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
  concurrency: 1,
  tempDirName: '.stryker-tmp',
};
