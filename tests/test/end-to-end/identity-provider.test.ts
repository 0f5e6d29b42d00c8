import 'reflect-metadata';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createJwtVerifier, jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import type { JwtVerifier } from '@jwt-guard/express';
import { CurrentToken, JwtGuardModule, RequireScopes } from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';
import { Controller, Get, Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import request from 'supertest';
import { tokenByClientCredentials, tokensByCode } from '../../src/identity-provider/clients.js';
import { startIdentityProvider } from '../../src/identity-provider/identity-provider.js';
import type { IdentityProvider } from '../../src/identity-provider/identity-provider.js';

const audience = 'https://api.example.com';
const elsewhere = 'https://other.example.com';

@Controller()
class ReportsController {
  @RequireScopes('reports:read')
  @Get('reports')
  reports(@CurrentToken() { subject }: VerifiedToken) {
    return { subject };
  }
}

@Module({ controllers: [ReportsController] })
class ReportsModule {}

let idp: IdentityProvider;
let servers: readonly Server[];
let nest: INestApplication;
let urls: Readonly<Record<string, string>>;
let verifiers: readonly JwtVerifier[];

const reasons: string[] = [];

/** How far the clock of the verifiers is ahead. */
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

beforeAll(async () => {
  idp = await startIdentityProvider();
  const options = { issuer: idp.issuer, audience, clock };

  const app = express();
  const guard = jwtGuard(options);
  app.use(guard);
  app.get('/reports', requireScopes('reports:read'), (req, res) => {
    res.json({ subject: (req as unknown as { auth: VerifiedToken }).auth.subject });
  });
  app.use(jwtGuardErrors());

  const verifier = createJwtVerifier(options);
  const module = {
    module: ReportsModule,
    imports: [JwtGuardModule.forRoot({ verifier })],
  };
  nest = await NestFactory.create(module, { logger: false });
  await nest.init();

  verifiers = [guard.verifier, verifier];
  for (const each of verifiers) each.on('rejected', ({ reason }) => reasons.push(reason));
  servers = await Promise.all([app, nest.getHttpAdapter().getInstance() as RequestListener].map(listen));
  urls = { Express: urlOf(servers[0]), Nest: urlOf(servers[1]) };
});

afterAll(async () => {
  for (const verifier of verifiers) verifier.close();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await nest.close();
  await idp.close();
});

describe.each(['Express', 'Nest'])('%s, configured by issuer and audience alone', (framework) => {
  const reports = (token: string) =>
    request(urls[framework] ?? '')
      .get('/reports')
      .set('Authorization', `Bearer ${token}`);

  it('K1 · accepts a token of a service (client credentials) with the right audience and scope', async () => {
    const token = await tokenByClientCredentials(idp.issuer, { scope: 'reports:read', resource: audience });
    await reports(token).expect(200, { subject: 'service' });
  });

  it('accepts a token of a user (authorization code and PKCE) with the right audience and scope', async () => {
    const { accessToken } = await tokensByCode(idp.issuer, { scope: 'reports:read', resource: audience });
    await reports(accessToken).expect(200, { subject: 'alice' });
  });

  it('B6 · refuses a token without the scope, and names the scope', async () => {
    const token = await tokenByClientCredentials(idp.issuer, { scope: 'profile:read', resource: audience });
    const { headers } = await reports(token).expect(403);
    expect(headers['www-authenticate']).toContain('error="insufficient_scope"');
    expect(headers['www-authenticate']).toContain('scope="reports:read"');
  });

  it('J12 · refuses a token for another audience', async () => {
    const token = await tokenByClientCredentials(idp.issuer, { scope: 'reports:read', resource: elsewhere });
    const { headers } = await reports(token).expect(401);
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('P3 · refuses the ID token that came with an access token', async () => {
    const { idToken } = await tokensByCode(idp.issuer, { scope: 'reports:read', resource: audience });
    await reports(idToken).expect(401);
  });

  it('K2 · refuses a token once the provider has restarted with other keys and the key set is past its time', async () => {
    const wish = { scope: 'reports:read', resource: audience };
    const before = await tokenByClientCredentials(idp.issuer, wish);
    await reports(before).expect(200);

    await idp.restart(`key-of-${framework}`);
    await reports(before).expect(200);

    aheadMs += 10 * 60_000;
    await reports(before).expect(401);
    expect(reasons.at(-1)).toBe('key_not_found');

    const after = await tokenByClientCredentials(idp.issuer, wish);
    await reports(after).expect(200);
  });
});

function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

function urlOf(server: Server | undefined): string {
  return `http://127.0.0.1:${(server?.address() as AddressInfo).port}`;
}
