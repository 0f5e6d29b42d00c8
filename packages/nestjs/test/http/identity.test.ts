import { setTimeout as delay } from 'node:timers/promises';
import { Agent } from 'node:http';
import { Catch, Controller, Get, Inject, Injectable, Module, ParseIntPipe, Req, Scope } from '@nestjs/common';
import type { ArgumentsHost, CanActivate, ExceptionFilter, ExecutionContext } from '@nestjs/common';
import { APP_GUARD, REQUEST } from '@nestjs/core';
import request from 'supertest';
import { CurrentClaims, CurrentToken, JwtGuardModule, OptionalAuth, Public } from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';
import { answerTo } from '../support/answer-to.js';
import { accepted, bearer, issuer } from '../support/issuer.js';
import { send } from '../support/send.js';
import { platforms, startApp } from '../support/start-app.js';
import type { RunningApp } from '../support/start-app.js';

interface Identified {
  auth?: VerifiedToken;
  user?: { sub?: string };
}

const stale = { subject: 'stale', claims: { sub: 'stale' }, scopes: ['admin'] };

/** A guard of somebody else that runs before ours. */
class StaleGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    Object.assign(http.getRequest<object>(), { auth: stale, user: stale.claims });
    http.getResponse<{ header(name: string, value: string): unknown }>().header('X-Stale', 'set');
    return true;
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: StaleGuard }] })
class StaleModule {}

/** Shows what is left on a request that was refused. */
@Catch()
class IdentityFilter implements ExceptionFilter {
  catch(_exception: unknown, host: ArgumentsHost): void {
    const { auth, user } = host.switchToHttp().getRequest<Identified>();
    const reply = host.switchToHttp().getResponse<{ status(code: number): { send(body: object): void } }>();
    reply.status(418).send({ auth: auth ?? null, user: user ?? null });
  }
}

@Controller()
class IdentityController {
  @Public()
  @Get('public')
  open(@Req() { auth, user }: Identified, @CurrentToken() token?: VerifiedToken): object {
    return { auth: auth ?? null, user: user ?? null, token: token ?? null };
  }

  @OptionalAuth()
  @Get('optional')
  optional(@Req() { auth, user }: Identified, @CurrentClaims() claims?: object): object {
    return { auth: auth ?? null, user: user ?? null, claims: claims ?? null };
  }

  @Get('claims')
  claims(
    @CurrentClaims() all: Record<string, unknown>,
    @CurrentClaims('sub') sub: unknown,
    @CurrentClaims('__proto__') proto: unknown,
    @CurrentClaims('constructor') constructed: unknown,
    @CurrentClaims('level', ParseIntPipe) level: number,
  ): object {
    return { iss: all['iss'], sub, proto: proto ?? null, constructed: constructed ?? null, level };
  }

  @Get('mixed')
  async mixed(
    @Req() request: Identified,
    @CurrentToken() token: VerifiedToken,
    @CurrentClaims('sub') sub: string,
  ): Promise<object> {
    await delay(Math.random() * 20);
    return { names: [token.subject, sub, request.auth?.subject, request.user?.sub] };
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestScopedService {
  constructor(@Inject(REQUEST) private readonly request: Identified) {}

  get subject(): string | undefined {
    return this.request.auth?.subject;
  }
}

@Controller('scoped')
class RequestScopedController {
  constructor(private readonly service: RequestScopedService) {}

  @Get('mixed')
  async mixed(@CurrentToken() { subject }: VerifiedToken): Promise<object> {
    await delay(Math.random() * 20);
    return { names: [subject, this.service.subject] };
  }
}

describe.each(platforms)('the identity of a request on %s', (platform) => {
  let api: RunningApp;
  beforeAll(async () => {
    const imports = [StaleModule, JwtGuardModule.forRoot(accepted)];
    const controllers = [IdentityController, RequestScopedController];
    api = await startApp(
      { imports, controllers, providers: [RequestScopedService] },
      {
        platform,
        configure: (app) => {
          app.useGlobalFilters(new IdentityFilter());
        },
      },
    );
  });
  afterAll(() => api.close());

  it.each(['/public', '/optional'])('F-04 · is nobody on %s, whoever was set before', async (path) => {
    const { headers, body } = await answerTo(request(api.url).get(path));
    expect(headers['x-stale']).toBe('set');
    expect(Object.values(body as object)).toEqual([null, null, null]);
  });

  it.each(['/mixed', '/optional'])('F-04 · is cleared where %s is refused', async (path) => {
    const { status, headers, body } = await answerTo(request(api.url).get(path).set('Authorization', 'Bearer garbage'));
    expect(headers['x-stale']).toBe('set');
    expect({ status, body }).toEqual({ status: 418, body: { auth: null, user: null } });
  });

  it('F-04 · T-38 · is the token alone: what was set before, and headers that look like it, count for nothing', async () => {
    const { body } = await answerTo(
      request(api.url)
        .get('/mixed')
        .set({ Authorization: bearer({ subject: 'alice' }), 'X-User': 'admin', 'X-Auth-Claims': '{"sub":"admin"}' }),
    );
    expect(body).toEqual({ names: ['alice', 'alice', 'alice', 'alice'] });
  });

  it('J15 · gives claims by their own names, through pipes', async () => {
    const authorization = bearer({ subject: 'alice', claims: { level: '7' } });
    const { body } = await answerTo(request(api.url).get('/claims').set('Authorization', authorization));
    expect(body).toEqual({ iss: issuer.issuer, sub: 'alice', proto: null, constructed: null, level: 7 });
  });

  it.each(['/mixed', '/scoped/mixed'])(
    'F-09 · is never mixed on %s: 1,000 requests in parallel, of 100 users',
    async (path) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 100 });
      const users = Array.from({ length: 100 }, (_, index) => `user-${index}`);
      const tokens = new Map(users.map((subject) => [subject, bearer({ subject })]));
      const requests = Array.from({ length: 1_000 }, async (_, index) => {
        const subject = `user-${index % 100}`;
        const headers = ['Authorization', tokens.get(subject) ?? ''];
        const { body } = await send(api.url, { path, headers, agent });
        const { names } = JSON.parse(body) as { names: string[] };
        return names.every((name) => name === subject) ? 'own' : `${subject} was taken for ${names.join()}`;
      });
      const outcomes = new Set(await Promise.all(requests));
      agent.destroy();
      expect([...outcomes]).toEqual(['own']);
    },
    30_000,
  );
});
