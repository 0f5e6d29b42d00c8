import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import { startNest } from '../wiring/start-app.js';
import type { NestPlatform } from '../wiring/start-app.js';
import { readDocument } from './documents.js';
import { replaceAll, runSnippet } from './run-snippet.js';
import type { Replacements } from './run-snippet.js';
import { snippetModulesOf } from './snippet-module.js';

/** The applications of the guide. */
export const guideApps = ['Express', 'Nest on Express', 'Nest on Fastify'] as const;
export type GuideApp = (typeof guideApps)[number];

/** The clients of Redis that the guide knows, and the replica that it advises for high traffic. */
export const guideStores = ['ioredis', 'node-redis', 'ioredis and a replica'] as const;
export type GuideStores = (typeof guideStores)[number];

/** An application of the guide that listens on the loopback. */
export interface RunningGuideApp {
  readonly url: string;
  close(): Promise<void>;
}

/** The function of the page, in a page of ours. */
export type PageFunction = (path: string, init?: RequestInit) => Promise<Response>;
export type PageFunctionIn = (page: {
  readonly fetch: PageFunction;
  readonly location: { assign(path: string): void };
}) => PageFunction;

const guide = readDocument('docs/guides/sessions.md');
const modules = snippetModulesOf(guide).map(({ text }) => text);

/** Starts an application of the guide as it stands there, but for the port; with `stores`, those of `stores.ts`. */
export async function startGuideApp(app: GuideApp, stores?: GuideStores): Promise<RunningGuideApp> {
  return app === 'Express' ? startExpressApp(stores) : startNestApp(app, stores);
}

/** The function that the guide gives to the page. */
export async function pageFunction(): Promise<PageFunctionIn> {
  const [, code = ''] = /^```js\n(.*?)^```$/ms.exec(guide) ?? [];
  const exported = await runSnippet(code, {
    'export async function api(path, init)': 'export const apiIn = ({ fetch, location }) => async (path, init) =>',
  });
  return exported['apiIn'] as PageFunctionIn;
}

async function startExpressApp(stores: GuideStores | undefined): Promise<RunningGuideApp> {
  const { server, ...exported } = await runOn(stores, moduleWith("from 'express'"), {
    'app.listen(3000)': "export const server = app.listen(0, '127.0.0.1')",
  });
  const listening = server as Server;
  if (!listening.listening) await once(listening, 'listening');
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    close: async () => {
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
      disconnect(exported);
    },
  };
}

async function startNestApp(platform: NestPlatform, stores: GuideStores | undefined): Promise<RunningGuideApp> {
  const exported = await runOn(stores, moduleWith("from '@nestjs/common'"), {
    'const app = await NestFactory.create(AppModule);': '',
    'await app.listen(3000);': '',
  });
  const app = await startNest(platform, exported['AppModule'] as Type);
  return {
    url: app.url,
    close: async () => {
      await app.close();
      disconnect(exported);
    },
  };
}

function runOn(stores: GuideStores | undefined, app: string, port: Replacements): Promise<Record<string, unknown>> {
  if (stores === undefined) return runSnippet(app, port);
  const [, line = ''] = /`(import \{[^`]* from '\.\/stores\.js';)`/.exec(guide) ?? [];
  const withReplica = stores === 'ioredis and a replica';
  const [keys = '', ...others] = app.match(/^const (keys|secrets|store|revocation) = .*$/gm) ?? [];
  return runSnippet(
    app,
    {
      ...port,
      [keys]: `${line} ${withReplica ? "import { replica } from './stores.js';" : ''} export * from './stores.js';`,
      ...Object.fromEntries(others.map((other) => [other, ''])),
      ...(withReplica && { 'revocation, from, csrf }': 'revocation: replica, from, csrf }' }),
    },
    { 'stores.ts': storesOf(stores) },
  );
}

function storesOf(stores: GuideStores): string {
  const shared = moduleWith('RedisRefreshTokenStore');
  if (stores === 'ioredis') return shared;
  if (stores === 'ioredis and a replica') {
    const replica = replaceAll(moduleWith('RedisRevocationReplica'), { 'const reader': 'export const reader' });
    return `${shared}\n${replica}`;
  }
  const [client = ''] = /^export const client = .*$/m.exec(shared) ?? [];
  return replaceAll(shared, { "import { Redis } from 'ioredis';": '', [client]: moduleWith("from 'redis'") });
}

/** What a program would leave to its end. */
function disconnect({ client, reader, replica, keys, secrets }: Readonly<Record<string, unknown>>): void {
  for (const each of [replica, keys, secrets] as ({ close(): void } | undefined)[]) each?.close();
  for (const each of [client, reader] as ({ disconnect?(): void; destroy?(): void } | undefined)[])
    if (each?.destroy === undefined) each?.disconnect?.();
    else each.destroy();
}

function moduleWith(text: string): string {
  const found = modules.filter((module) => module.includes(text));
  if (found.length !== 1) throw new Error(`${found.length} snippets of the guide have ${text}`);
  return found[0] ?? '';
}
