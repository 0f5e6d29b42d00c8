import { runNode } from '../../src/workspace/run-node.js';

interface Import {
  readonly file: string;
  readonly text: string;
}

const refused: [what: string, file: string, text: string, why: RegExp][] = [
  ['core using testing', 'packages/core/src/x.ts', `import '@jwt-guard/testing';`, /Circular dependency|type:core/],
  ['the tests of core using testing', 'packages/core/test/x.test.ts', `import '@jwt-guard/testing';`, /Circular/],
  ['the tests of issuer using testing', 'packages/issuer/test/x.test.ts', `import '@jwt-guard/testing';`, /Circular/],
  ['core using issuer', 'packages/core/src/x.ts', `import '@jwt-guard/issuer';`, /Circular dependency|type:core/],
  ['core using an adapter', 'packages/core/src/x.ts', `import '@jwt-guard/nestjs';`, /Circular dependency|type:core/],
  [
    'core knowing a framework by type',
    'packages/core/src/x.ts',
    `import type { Request } from 'express'; export type R = Request;`,
    /not allowed to import "express"/,
  ],
  [
    'core passing a framework type on',
    'packages/core/src/x.ts',
    `export type { Request } from 'express';`,
    /not allowed to import "express"/,
  ],
  ['express using nestjs', 'packages/express/src/x.ts', `import '@jwt-guard/nestjs';`, /type:adapter/],
  ['nestjs using express', 'packages/nestjs/src/x.ts', `import '@jwt-guard/express';`, /type:adapter/],
  ['an adapter using issuer', 'packages/express/src/x.ts', `export { a } from '@jwt-guard/issuer';`, /type:adapter/],
  [
    'an adapter using testing in its sources',
    'packages/express/src/x.ts',
    `import '@jwt-guard/testing';`,
    /type:adapter/,
  ],
  [
    'testing using an adapter',
    'packages/testing/src/x.ts',
    `import '@jwt-guard/express';`,
    /package\.json|type:testing/,
  ],
  ['telemetry using issuer', 'packages/telemetry/src/x.ts', `import '@jwt-guard/issuer';`, /type:adapter/],
  [
    'telemetry using an adapter',
    'packages/telemetry/src/x.ts',
    `import '@jwt-guard/express';`,
    /package\.json|type:adapter/,
  ],
  ['core using telemetry', 'packages/core/src/x.ts', `import '@jwt-guard/telemetry';`, /Circular|type:core/],
  ['core using a store', 'packages/core/src/x.ts', `import '@jwt-guard/redis/revocation';`, /Circular|type:core/],
  ['issuer using a store', 'packages/issuer/src/x.ts', `import '@jwt-guard/redis/keys';`, /Circular|type:issuer/],
  ['an adapter using a store', 'packages/nestjs/src/x.ts', `import '@jwt-guard/redis/revocation';`, /type:adapter/],
  ['a store using an adapter', 'packages/redis/src/x.ts', `import '@jwt-guard/express';`, /type:store/],
  ['a store using testing in its sources', 'packages/redis/src/x.ts', `import '@jwt-guard/testing';`, /type:store/],
  ['a store using a Redis client', 'packages/redis/src/x.ts', `import type { Redis } from 'ioredis';`, /restricted/],
  ['issuer using Nest', 'packages/issuer/src/x.ts', `import { Module } from '@nestjs/common';`, /restricted/],
  ['a package using an app', 'packages/express/src/x.ts', `import '@jwt-guard/demo';`, /Only packages defined/],
  ['a package using the tests', 'packages/express/src/x.ts', `import '@jwt-guard/tests';`, /Only packages defined/],
  ['the demo using testing', 'apps/demo/src/x.ts', `import '@jwt-guard/testing';`, /package\.json|type:app/],
  ['core using a package of the registry', 'packages/core/src/x.ts', `import 'jose';`, /jose/],
  ['a package it does not declare', 'packages/express/src/x.ts', `import 'jose';`, /Only packages defined/],
  ['an import on demand', 'packages/express/src/x.ts', `export const n = import('@jwt-guard/nestjs');`, /type:adapter/],
  ['a path into another package', 'packages/express/src/x.ts', `import '../../core/src/index.js';`, /relative/],
];

const allowed: [what: string, file: string, text: string][] = [
  ['core using Node', 'packages/core/src/x.ts', `import 'node:crypto';`],
  ['the tests of core using core by name', 'packages/core/test/x.test.ts', `import '@jwt-guard/core';`],
  ['issuer using core and jose', 'packages/issuer/src/x.ts', `import '@jwt-guard/core'; import 'jose';`],
  [
    'an adapter using core',
    'packages/express/src/x.ts',
    `import '@jwt-guard/core'; import type { Request } from 'express';`,
  ],
  ['the tests of an adapter using testing', 'packages/nestjs/test/x.test.ts', `import '@jwt-guard/testing';`],
  [
    'telemetry using core and the API of OpenTelemetry',
    'packages/telemetry/src/x.ts',
    `import '@jwt-guard/core'; import '@opentelemetry/api';`,
  ],
  [
    'testing using core and issuer',
    'packages/testing/src/x.ts',
    `import '@jwt-guard/core'; import '@jwt-guard/issuer';`,
  ],
  ['the Nest module of issuer using Nest', 'packages/issuer/src/nestjs/x.ts', `import '@nestjs/common';`],
  ['a store using core and issuer', 'packages/redis/src/x.ts', `import '@jwt-guard/core'; import '@jwt-guard/issuer';`],
  ['the tests of a store using testing', 'packages/redis/test/x.test.ts', `import '@jwt-guard/testing/redis';`],
  ['the demo using both adapters', 'apps/demo/src/x.ts', `import '@jwt-guard/express'; import '@jwt-guard/nestjs';`],
  ['the tests using all packages', 'tests/test/x.test.ts', `import '@jwt-guard/nestjs'; import '@jwt-guard/testing';`],
];

let messages: Map<string, string>;

beforeAll(() => {
  // Without a project graph at hand the boundary rule skips itself and all is well.
  const graph = runNode(['node_modules/nx/dist/bin/nx.js', 'show', 'projects']);
  expect(graph).toMatchObject({ status: 0 });

  const imports: Import[] = [...refused, ...allowed].map(([, file, text]) => ({ file, text }));
  const { status, stdout, stderr } = runNode(['tests/src/workspace/lint-texts.js'], { input: JSON.stringify(imports) });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const answers = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1)) as string[][];
  messages = new Map(imports.map(({ file, text }, index) => [file + text, answers[index]?.join('\n') ?? '']));
});

it.each(refused)('the rules of boundaries refuse %s', (_what, file, text, why) => {
  expect(messages.get(file + text)).toMatch(why);
});

it.each(allowed)('the rules of boundaries allow %s', (_what, file, text) => {
  expect(messages.get(file + text)).toBe('');
});
