import { lockedVersion } from './locked-version.js';

/** A server in the project of a user. */
export interface ConsumerServer {
  readonly name: string;
  /** What Node runs. */
  readonly file: string;
  /** What the environment holds beside the options of the guard. */
  readonly env: Readonly<Record<string, string>>;
}

/** A project of a user. */
export interface Consumer {
  readonly name: string;
  /** How its package.json says that `.js` files are to be read. */
  readonly type: 'module' | 'commonjs';
  /** What it installs beside our packages, at exact versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Its servers. */
  readonly servers: readonly ConsumerServer[];
  /** What uses the stores on a Redis, by the one client that is installed. */
  readonly redis: string;
}

const nestServers: readonly ConsumerServer[] = [
  { name: 'Nest on Express', file: 'dist/nest.js', env: { NEST_PLATFORM: 'express' } },
  { name: 'Nest on Fastify', file: 'dist/nest.js', env: { NEST_PLATFORM: 'fastify' } },
];

/** The newest of everything as ES modules, and what is still widely used as CommonJS. */
export const consumers: readonly Consumer[] = [
  {
    name: 'an ES-module project with Express 5 and Nest 12',
    type: 'module',
    dependencies: { ...dependenciesOf('packages/express', 'packages/nestjs'), ...locked('packages/redis', 'ioredis') },
    servers: [{ name: 'Express', file: 'express.mjs', env: {} }, ...nestServers],
    redis: 'ioredis.mjs',
  },
  {
    name: 'a CommonJS project with Express 4 and Nest 11',
    type: 'commonjs',
    dependencies: { ...dependenciesOf('compat/express4', 'compat/nest11'), ...locked('packages/redis', 'redis') },
    servers: [{ name: 'Express', file: 'express.cjs', env: {} }, ...nestServers],
    redis: 'redis.cjs',
  },
];

function dependenciesOf(expressMember: string, nestMember: string): Record<string, string> {
  return {
    ...locked(expressMember, 'express', '@types/express', '@types/node'),
    ...locked(nestMember, '@nestjs/common', '@nestjs/core', '@nestjs/platform-express', '@nestjs/platform-fastify'),
    ...locked(nestMember, 'reflect-metadata', 'rxjs'),
    ...locked('packages/telemetry', '@opentelemetry/api'),
  };
}

function locked(member: string, ...libraries: readonly string[]): Record<string, string> {
  return Object.fromEntries(libraries.map((library) => [library, lockedVersion(member, library)]));
}
