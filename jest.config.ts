/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  projects: ['<rootDir>/packages/*', '<rootDir>/apps/*', '<rootDir>/tests'],
  collectCoverageFrom: ['packages/*/src/**/*.ts'],
  // As in jest.project.js, which Jest does not ask for it in a run over all projects.
  testTimeout: 60_000,
  coverageThreshold: { './packages/core/src/': { branches: 100 }, global: { branches: 95 } },
};
export default config;
