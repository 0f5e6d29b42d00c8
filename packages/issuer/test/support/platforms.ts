import type { Server } from 'node:http';

import type { IssuerRoutesOptions, RequestHandler } from '@jwt-guard/issuer';
import { createIssuerRoutes } from '@jwt-guard/issuer';
import { JwtIssuerModule } from '@jwt-guard/issuer/nestjs';
import { Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';

import { listen, urlOf } from './http-client.js';
import type { TestServer } from './http-client.js';

/** Where the routes of an issuer run; with parsers before them, they meet a body that was read. */
export const platforms = [
  'node:http',
  'Express',
  'Express with body parsers',
  'Nest on Express',
  'Nest on Fastify',
] as const;
export type Platform = (typeof platforms)[number];

export async function serveIssuer(platform: Platform, options: IssuerRoutesOptions): Promise<TestServer> {
  if (platform === 'node:http') return listen(createIssuerRoutes(options));
  if (platform.startsWith('Express')) return listen(expressApp(platform, createIssuerRoutes(options)));
  return serveNest(platform, options);
}

function expressApp(platform: Platform, routes: RequestHandler): express.Express {
  const server = express();
  if (platform.endsWith('parsers')) server.use(express.urlencoded({ extended: true }), express.json());
  return server.use(routes);
}

async function serveNest(platform: Platform, options: IssuerRoutesOptions): Promise<TestServer> {
  const running = await startNest(platform, JwtIssuerModule.forRoot(options));
  return { url: urlOf(running.getHttpServer()), close: () => running.close() };
}

/** Starts a Nest application of one module, with a global prefix, which must not move the routes. */
export async function startNest(
  platform: Platform,
  ...imports: NonNullable<Parameters<typeof Module>[0]['imports']>
): Promise<INestApplication<Server>> {
  class AppModule {
    readonly name = 'app';
  }
  Module({ imports })(AppModule);
  const adapter = platform === 'Nest on Fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const running = await NestFactory.create<INestApplication<Server>>(AppModule, adapter, {
    logger: false,
    abortOnError: false,
  });
  running.setGlobalPrefix('api');
  await running.listen(0, '127.0.0.1');
  return running;
}
