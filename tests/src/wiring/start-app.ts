import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** An application that listens on the loopback. */
export interface RunningApp {
  readonly url: string;
  /** The application without its server, to be put behind another one. */
  readonly listener: RequestListener;
  close(): Promise<void>;
}

/** Starts an Express application, or whatever else answers requests. */
export async function startListener(listener: RequestListener, options: ServerOptions = {}): Promise<RunningApp> {
  const server = unreferenced(createServer(options, listener).listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: urlOf(server), listener, close };
}

/** The HTTP platforms of Nest. */
export const nestPlatforms = ['Nest on Express', 'Nest on Fastify'] as const;
export type NestPlatform = (typeof nestPlatforms)[number];

/** Starts a Nest application on one of its platforms. */
export async function startNest(
  platform: NestPlatform,
  module: Type | DynamicModule,
  configure: (app: INestApplication<Server>) => void = () => undefined,
): Promise<RunningApp> {
  const adapter = platform === 'Nest on Express' ? new ExpressAdapter() : new FastifyAdapter(lenient);
  const options = { logger: false, abortOnError: false, forceCloseConnections: true } as const;
  const app = await NestFactory.create<INestApplication<Server>>(module, adapter, options);
  configure(app);
  await app.listen(0, '127.0.0.1');
  const server = unreferenced(app.getHttpServer());
  const listener: RequestListener = (request, response) => server.emit('request', request, response);
  return { url: urlOf(server), listener, close: () => app.close() };
}

/** As forgiving as Fastify can be, so that a way around the guard would be found. */
const lenient = {
  trustProxy: true,
  routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false },
};

/** A test that fails before it closes its server must not keep the run from ending. */
function unreferenced(server: Server): Server {
  return server.unref();
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
