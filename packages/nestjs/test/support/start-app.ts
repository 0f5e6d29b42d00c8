import type { AddressInfo, Server } from 'node:net';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { TestingModuleBuilder } from '@nestjs/testing';

/** The HTTP platforms that every test of the wire runs on. */
export const platforms = ['Express', 'Fastify'] as const;
export type Platform = (typeof platforms)[number];

/** How an application differs from its module. */
export interface AppOptions {
  readonly platform: Platform;
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  readonly configure?: (app: INestApplication<Server>) => void;
}

/** An application that listens on the loopback. */
export interface RunningApp {
  readonly app: INestApplication<Server>;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a real application: a real adapter, a real socket. */
export async function startApp(module: ModuleMetadata, options: AppOptions): Promise<RunningApp> {
  const { platform, override = (builder) => builder, configure } = options;
  const testing = await override(Test.createTestingModule(module)).compile();
  const adapter =
    platform === 'Express'
      ? new ExpressAdapter()
      : new FastifyAdapter({
          routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false },
        });
  const app = testing.createNestApplication<INestApplication<Server>>(adapter, { logger: false });
  configure?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, close: () => app.close() };
}
