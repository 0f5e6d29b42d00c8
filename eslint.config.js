import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const sources = '{packages,apps}/*/src/**/*.ts';
const tests = ['{packages,apps}/*/test/**/*.ts', 'tests/{src,test}/**/*.ts'];

/** The dependency law: who may import whom, by the tags in each package.json. What is not listed may import nothing. */
const law = [
  { from: 'type:core', to: ['type:core'], external: [] },
  { from: 'type:issuer', to: ['type:core'] },
  { from: 'type:adapter', to: ['type:core'] },
  { from: 'type:store', to: ['type:core', 'type:issuer'] },
  { from: 'type:testing', to: ['type:core', 'type:issuer'] },
  { from: 'type:tool', to: ['type:core', 'type:issuer'] },
  { from: 'type:app', to: ['type:core', 'type:issuer', 'type:adapter', 'type:store'] },
  { from: 'type:test', to: ['*'] },
];

/** Tests may also use the testing package, but not those of core and issuer, on which it stands. */
const testLaw = law.map(({ from, to }) =>
  from === 'type:core' || from === 'type:issuer' ? { from, to } : { from, to: [...to, 'type:issuer', 'type:testing'] },
);

const boundaries = (rows) => [
  'error',
  {
    enforceBuildableLibDependency: true,
    banTransitiveDependencies: true,
    // A package's tests import it by its own name, as its users do.
    allowCircularSelfDependency: true,
    depConstraints: rows.map(({ from, to, external }) => ({
      sourceTag: from,
      onlyDependOnLibsWithTags: to,
      ...(external && { allowedExternalImports: external }),
    })),
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '**/node_modules/**', '.nx/**', '.stryker-tmp/**', 'reports/**'] },
  js.configs.recommended,
  {
    files: [sources, ...tests],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest types its options as classes: `NestFactory.create(App, { logger: false })` would be a fault.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Asks for the assertion that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      'no-restricted-syntax': ['error', { selector: 'ExportAllDeclaration', message: 'Name what a door exports.' }],
      complexity: ['error', 12],
    },
  },
  {
    files: [sources],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(law),
      'max-lines': ['error', 300],
      'max-params': ['error', 3],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    // The Nest module is one door of the issuer; nothing behind the others knows a framework.
    files: ['packages/issuer/src/**/*.ts'],
    ignores: ['packages/issuer/src/nestjs/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['@nestjs/*'] }] },
  },
  {
    // A client is known by its shape: users install one of the two.
    files: ['packages/redis/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', 'ioredis', 'redis', '@redis/client'] },
  },
  { files: tests, rules: { '@nx/enforce-module-boundaries': boundaries(testLaw) } },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['console', 'process', 'performance', 'Buffer', 'URL', 'fetch', 'AbortSignal'],
          ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
