import { jwtGuard, jwtGuardErrors, requireClaim } from '@jwt-guard/express';
import { entraId } from '@jwt-guard/express/presets';
import { JwtGuardModule } from '@jwt-guard/nestjs';
import { cachedTestKey, signCompact } from '@jwt-guard/testing';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import express from 'express';

import { nestPlatforms, startListener, startNest } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const clientId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const [mine, theirs, strangers] = ['1', '2', '3'].map((digit) =>
  '8-4-4-4-12'.replace(/\d+/g, (length) => digit.repeat(Number(length))),
) as [string, string, string];
const login = 'https://login.microsoftonline.com';

/** Each tenant has a key of its own, under one kid. */
const keyOf = (tenant: string): ReturnType<typeof cachedTestKey> => cachedTestKey('RS256', tenant);
const asked: string[] = [];
const fetchKeys = (url: string): Promise<Response> => {
  asked.push(url);
  const tenant = url.split('/')[3] ?? '';
  const issuer = `${login}/${tenant}/v2.0`;
  return Promise.resolve(Response.json({ keys: [{ ...keyOf(tenant).jwk, kid: 'k', issuer }] }));
};
const options = { ...entraId({ tenants: [mine, theirs], clientId }), fetch: fetchKeys };

interface TenantToken {
  readonly issuedBy: string;
  readonly tid?: string;
  readonly signedBy?: string;
}

function tokenOf({ issuedBy, tid = issuedBy, signedBy = issuedBy }: TenantToken): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: `${login}/${issuedBy}/v2.0`, aud: clientId, tid, azp: 'web', iat: now, exp: now + 300 };
  const header = { alg: 'RS256', kid: 'k', typ: 'JWT' };
  return signCompact({ header, claims, key: keyOf(signedBy).privateKey, algorithm: 'RS256' });
}

class TenantGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { user, params } = context
      .switchToHttp()
      .getRequest<{ readonly user: { readonly tid: string }; readonly params: Readonly<Record<string, string>> }>();
    return user.tid === params['tenant'];
  }
}

@Controller('t/:tenant')
@UseGuards(TenantGuard)
class TenantController {
  @Get()
  read(): object {
    return {};
  }
}

@Module({ imports: [JwtGuardModule.forRoot(options)], controllers: [TenantController] })
class TenantModule {}

function startExpress(): Promise<RunningApp> {
  const app = express();
  app.use(jwtGuard(options));
  app.use('/t/:tenant', (request, response, next) => {
    requireClaim('tid', request.params.tenant)(request, response, next);
  });
  app.get('/t/:tenant', (_request, response) => void response.json({}));
  app.use(jwtGuardErrors());
  return startListener(app);
}

describe.each([
  { name: 'Express', start: startExpress },
  ...nestPlatforms.map((name) => ({ name, start: () => startNest(name, TenantModule) })),
])('tenants of Entra ID, on $name', ({ start }) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await start();
  });
  afterAll(() => app.close());

  const ask = async (route: string, token: string): Promise<number> =>
    (await fetch(`${app.url}/t/${route}`, { headers: { Authorization: `Bearer ${token}` } })).status;

  it('M-12 · come in by their own route, and by no other', async () => {
    expect(await ask(mine, tokenOf({ issuedBy: mine }))).toBe(200);
    expect(await ask(theirs, tokenOf({ issuedBy: theirs }))).toBe(200);
    expect(await ask(theirs, tokenOf({ issuedBy: mine }))).toBe(403);
    expect(await ask('', tokenOf({ issuedBy: mine }))).not.toBe(200);
  });

  it('M-01, M-02 · are each verified by their own key, though it has the same kid', async () => {
    expect(await ask(theirs, tokenOf({ issuedBy: theirs, signedBy: mine }))).toBe(401);
    expect(await ask(mine, tokenOf({ issuedBy: mine, signedBy: theirs }))).toBe(401);
  });

  it('M-01 · are refused where tid and iss do not agree', async () => {
    expect(await ask(theirs, tokenOf({ issuedBy: mine, tid: theirs }))).toBe(401);
    expect(await ask(mine, tokenOf({ issuedBy: mine, tid: theirs }))).toBe(401);
  });

  it('M-05, M-09 · are refused when nobody listed them, and nobody is asked for their keys', async () => {
    expect(await ask(strangers, tokenOf({ issuedBy: strangers }))).toBe(401);
    expect(await ask(mine, tokenOf({ issuedBy: `${mine}.evil.example`, tid: mine, signedBy: strangers }))).toBe(401);
    expect(new Set(asked)).toEqual(new Set([mine, theirs].map((tenant) => `${login}/${tenant}/discovery/v2.0/keys`)));
  });
});
