import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** The dependency law: who may import whom, by the tags in each package.json. */
const law = {
  core: { libs: ['type:core'], external: ['jose'] },
  issuer: { libs: ['type:core'] },
  adapter: { libs: ['type:core'] },
  testing: { libs: ['type:core', 'type:issuer'] },
  app: { libs: ['type:core', 'type:issuer', 'type:adapter'] },
  test: { libs: ['*'] },
};
const mayImport = (widen) =>
  Object.entries(law).map(([type, { libs, external }]) => ({
    sourceTag: `type:${type}`,
    onlyDependOnLibsWithTags: widen(type, libs),
    ...(external && widen === sources && { allowedExternalImports: external }),
  }));
const sources = (_type, libs) => libs;
/** Tests may also use the testing package, but in core and issuer, which it depends on. */
const tests = (type, libs) => (type === 'core' || type === 'issuer' ? libs : [...libs, 'type:testing', 'type:issuer']);
const boundaries = (widen) => [
  'error',
  {
    enforceBuildableLibDependency: true,
    banTransitiveDependencies: true,
    allowCircularSelfDependency: true,
    depConstraints: mayImport(widen),
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '**/node_modules/**'] },
  js.configs.recommended,
  {
    files: ['{packages,apps}/*/{src,test}/**/*.ts', 'tests/{src,test}/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      'no-restricted-syntax': ['error', { selector: 'ExportAllDeclaration', message: 'Name what a door exports.' }],
      'max-params': ['error', 3],
      complexity: ['error', 12],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    files: ['{packages,apps}/*/src/**/*.ts', 'tests/src/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(sources) },
  },
  {
    files: ['{packages,apps}/*/test/**/*.ts', 'tests/test/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(tests) },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);
