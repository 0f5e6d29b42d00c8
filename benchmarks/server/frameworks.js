/** By framework: a server with one route, behind a guard or without one. Each answers the same. */
export const frameworks = { express: serveExpress, nest: serveNest, hono: serveHono };

const host = '127.0.0.1';
const answer = { ok: true };

async function serveExpress(guard, setting) {
  const { default: express } = await import('express');
  const app = express();
  const afterRoutes = guard(app, setting);
  app.get('/', (_request, response) => void response.json(answer));
  afterRoutes?.();
  app.use((error, _request, response, next) => (error ? void response.status(error.status ?? 500).end() : next()));
  return app.listen(0, host);
}

async function serveNest(guard, setting) {
  await import('reflect-metadata');
  const { Controller, Get, Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  class Reports {
    find() {
      return answer;
    }
  }
  Get()(Reports.prototype, 'find', Object.getOwnPropertyDescriptor(Reports.prototype, 'find'));
  Controller()(Reports);
  class App {}
  Module({ controllers: [Reports], ...(await guard(setting)) })(App);
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, host);
  return app.getHttpServer();
}

async function serveHono(guard, setting) {
  const { serve } = await import('@hono/node-server');
  const { Hono } = await import('hono');
  const app = new Hono();
  guard(app, setting);
  app.get('/', (context) => context.json(answer));
  return serve({ fetch: app.fetch, port: 0, hostname: host });
}
