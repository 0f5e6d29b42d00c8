/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  projects: ['<rootDir>/packages/*', '<rootDir>/apps/*', '<rootDir>/tests'],
  collectCoverageFrom: ['packages/*/src/**/*.ts'],
  coverageThreshold: { './packages/core/src/': { branches: 100 }, global: { branches: 95 } },
};
export default config;
