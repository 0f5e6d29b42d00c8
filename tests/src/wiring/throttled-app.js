// A Nest application with @nestjs/throttler: three requests a minute, for each user, or address where no user is known.
// It is plain JavaScript and runs in a Node of its own: the throttler is CommonJS and requires Nest, which is ES modules,
// and Jest cannot do that on every Node that we support. TRUSTED: options of the guard as JSON; PLATFORM; FIRST: the import
// that stands first, `limit` or `guard`.
import 'reflect-metadata';
import { JwtGuardModule } from '@jwt-guard/nestjs';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';

class RouteController {
  any() {
    return {};
  }
}
Get()(RouteController.prototype, 'any', Object.getOwnPropertyDescriptor(RouteController.prototype, 'any'));
Controller()(RouteController);

class LimitModule {}
Module({
  imports: [
    ThrottlerModule.forRoot({
      throttlers: [{ ttl: 60_000, limit: 3 }],
      getTracker: ({ auth, ip }) => auth?.subject ?? ip,
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})(LimitModule);

const guard = JwtGuardModule.forRoot(JSON.parse(process.env.TRUSTED));
class ApplicationModule {}
Module({
  imports: process.env.FIRST === 'limit' ? [LimitModule, guard] : [guard, LimitModule],
  controllers: [RouteController],
})(ApplicationModule);

const adapter = process.env.PLATFORM === 'Nest on Express' ? new ExpressAdapter() : new FastifyAdapter();
const app = await NestFactory.create(ApplicationModule, adapter, { logger: false, abortOnError: false });
await app.listen(0, '127.0.0.1');
console.log(`http://127.0.0.1:${app.getHttpServer().address().port}`);
