import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { JwtGuardModule } from '@jwt-guard/nestjs';
import cookieParser from 'cookie-parser';
import { ApiController, HANDLER } from './api-controller.js';
import type { ApiParts } from './api.js';
import { startNest } from './start-app.js';
import type { NestPlatform, RunningApp } from './start-app.js';

/** The API of {@link startApi} on Nest. */
export function startNestApi(platform: NestPlatform, parts: ApiParts): Promise<RunningApp> {
  const { above = [], handle, cors, ...guard } = parts;

  @Module({
    imports: [JwtGuardModule.forRoot(guard)],
    controllers: [ApiController],
    providers: [{ provide: HANDLER, useValue: handle }],
  })
  class ApiModule {}

  return startNest(platform, ApiModule, (app) => {
    if (platform === 'Nest on Express')
      (app as NestExpressApplication).set('trust proxy', true).set('query parser', 'extended');
    if (cors !== undefined) app.enableCors(cors);
    app.use(cookieParser('a secret for signing cookies'));
    for (const middleware of above) app.use(middleware);
  });
}
