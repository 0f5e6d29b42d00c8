import 'reflect-metadata';
import type { AddressInfo, Server } from 'node:net';

import { CurrentToken, JwtGuardModule, Public, RequireScopes } from '@jwt-guard/nestjs';
import type { RequestGuardOptions, VerifiedToken } from '@jwt-guard/nestjs';
import { All, Controller, HttpCode, Module } from '@nestjs/common';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { createCallCounter } from './guarded-app.js';
import type { CallCounter, GuardedApp, WhoIsThere } from './guarded-app.js';

/** Starts a Nest application behind the global guard: `/open` is public, `/protected` and `/scoped` are not. */
export async function startGuardedNestApp(
  options: RequestGuardOptions,
  platform: 'Express' | 'Fastify',
): Promise<GuardedApp> {
  const counter = createCallCounter();
  const adapter = platform === 'Express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create<INestApplication<Server>>(applicationModule(options, counter), adapter, {
    abortOnError: false,
    logger: false,
    forceCloseConnections: true,
  });
  await app.listen(0, '127.0.0.1');
  return {
    name: `Nest on ${platform}`,
    url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`,
    calls: counter.calls,
    close: () => app.close(),
  };
}

/** A module of its own for each application: each has its own counter. */
function applicationModule(options: RequestGuardOptions, { answer }: CallCounter): DynamicModule {
  @Controller()
  class RoutesController {
    @Public()
    @All('open')
    @HttpCode(200)
    open(): WhoIsThere {
      return answer(undefined);
    }

    @All('protected')
    @HttpCode(200)
    protected(@CurrentToken() token: VerifiedToken): WhoIsThere {
      return answer(token);
    }

    @RequireScopes('reports:read')
    @All('scoped')
    @HttpCode(200)
    scoped(@CurrentToken() token: VerifiedToken): WhoIsThere {
      return answer(token);
    }
  }

  @Module({})
  class ApplicationModule {}

  return { module: ApplicationModule, imports: [JwtGuardModule.forRoot(options)], controllers: [RoutesController] };
}
