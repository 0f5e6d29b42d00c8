import { Catch, Controller, Get, HttpException, Module, Req, UnauthorizedException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter, INestApplication } from '@nestjs/common';
import { isJwtGuardError, JwtGuardModule, OptionalAuth, Public, RequireScopes } from '@jwt-guard/nestjs';
import { createLocalIssuer } from '@jwt-guard/testing';
import { sendRaw } from '../../src/wiring/raw-http.js';
import { nestPlatforms, startNest } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

class Answers {
  @Get('plain')
  plain(): string {
    return 'plain';
  }

  @Public()
  @Get('opened')
  opened(): string {
    return 'opened';
  }

  @Public()
  @Get('overridden')
  overridden(): string {
    return 'base';
  }

  @RequireScopes('reports:read')
  @Get('demanding')
  demanding(): string {
    return 'base';
  }
}

@Controller('heir')
class HeirController extends Answers {
  @Get('overridden')
  override overridden(): string {
    return 'heir';
  }

  @Get('demanding')
  override demanding(): string {
    return 'heir';
  }
}

@Public()
@Controller('open')
class OpenController {
  @Get('plain')
  plain(): string {
    return 'open';
  }

  @RequireScopes('reports:read')
  @Get('demanding')
  demanding(): string {
    return 'open';
  }
}

@Controller('open-heir')
class OpenHeirController extends OpenController {}

@RequireScopes('reports:read')
@Controller('closed')
class ClosedController {
  @Get('plain')
  plain(): string {
    return 'closed';
  }

  @Public()
  @Get('opened')
  opened(): string {
    return 'closed';
  }

  @OptionalAuth()
  @Get('optional')
  optional(): string {
    return 'closed';
  }
}

@Public()
@Controller('identity')
class IdentityController {
  @Get()
  read(@Req() { auth, user }: { auth?: unknown; user?: unknown }): object {
    return { auth, user };
  }

  @OptionalAuth()
  @Get('optional')
  readOptional(@Req() { auth, user }: { auth?: unknown; user?: unknown }): object {
    return { auth, user };
  }
}

const issuer = createLocalIssuer();

@Module({
  imports: [JwtGuardModule.forRoot({ issuer: issuer.issuer, audience: issuer.audience, jwks: issuer.jwks })],
  controllers: [HeirController, OpenController, OpenHeirController, ClosedController, IdentityController],
})
class InheritanceModule {}

/** A filter of a user who wants his own body: headers are none of its business. */
@Catch()
class EverythingFilter implements ExceptionFilter {
  static readonly seen: unknown[] = [];

  catch(exception: unknown, host: ArgumentsHost): void {
    EverythingFilter.seen.push(exception);
    const status = exception instanceof HttpException ? exception.getStatus() : 500;
    const response = host.switchToHttp().getResponse<{ status(code: number): { send(body: object): void } }>();
    response.status(status).send({ failed: status });
  }
}

describe.each(nestPlatforms)('controllers, on %s', (platform) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startNest(platform, InheritanceModule);
  });
  afterAll(() => app.close());

  it.each([
    ['a route that says nothing', '/heir/plain', 401, 200],
    ['a public method that is inherited', '/heir/opened', 200, 200],
    ['a public method that is overridden', '/heir/overridden', 401, 200],
    ['a demanding method that is overridden', '/heir/demanding', 401, 403],
    ['a route of a public class', '/open/plain', 200, 200],
    ['a demanding route of a public class', '/open/demanding', 401, 403],
    ['a route that is inherited from a public class', '/open-heir/plain', 401, 200],
    ['a demanding route that is inherited from a public class', '/open-heir/demanding', 401, 403],
    ['a route of a demanding class', '/closed/plain', 401, 403],
    ['a public route of a demanding class', '/closed/opened', 200, 200],
    ['an optional route of a demanding class', '/closed/optional', 401, 403],
  ])(
    'F-06 · answers %s (%s) with %i to nobody and %i to a token without scopes',
    async (_title, target, nobody, token) => {
      expect((await sendRaw(app.url, { target })).status).toBe(nobody);
      const headers = [`Authorization: Bearer ${issuer.tokenFor()}`];
      expect((await sendRaw(app.url, { target, headers })).status).toBe(token);
      const good = [`Authorization: Bearer ${issuer.tokenFor({ scopes: ['reports:read'] })}`];
      expect((await sendRaw(app.url, { target, headers: good })).status).toBe(200);
    },
  );
});

describe.each(nestPlatforms)('an exception filter, on %s', (platform) => {
  it('F-08 · gets an exception of the status with our refusal as its cause, and keeps the challenge', async () => {
    EverythingFilter.seen.length = 0;
    const app = await startNest(platform, InheritanceModule, (nest) => nest.useGlobalFilters(new EverythingFilter()));
    const answer = await sendRaw(app.url, { target: '/heir/plain', headers: ['Authorization: Bearer x'] });
    const anonymous = await sendRaw(app.url, { target: '/heir/plain' });
    await app.close();

    expect(answer).toMatchObject({ status: 401, body: '{"failed":401}', headers: { 'cache-control': 'no-store' } });
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="api", error="invalid_token"/);
    expect(anonymous.headers['www-authenticate']).toBe('Bearer realm="api"');
    for (const exception of EverythingFilter.seen) {
      expect(exception).toBeInstanceOf(UnauthorizedException);
      expect(isJwtGuardError((exception as UnauthorizedException).cause)).toBe(true);
    }
    expect(EverythingFilter.seen).toHaveLength(2);
  });
});

describe.each(nestPlatforms)('an identity that somebody else put on the request, on %s', (platform) => {
  it('F-04 · is cleared before a public route, an optional one and a demanding one', async () => {
    const app = await startNest(platform, InheritanceModule, impersonateAdmin);
    expect(await sendRaw(app.url, { target: '/identity' })).toMatchObject({ status: 200, body: '{}' });
    expect(await sendRaw(app.url, { target: '/identity/optional' })).toMatchObject({ status: 200, body: '{}' });
    expect((await sendRaw(app.url, { target: '/heir/plain' })).status).toBe(401);
    await app.close();
  });
});

/** On the object that handlers get: Fastify wraps the request that middlewares see. */
function impersonateAdmin(app: INestApplication): void {
  const forged = { subject: 'admin', claims: { sub: 'admin' } };
  const instance = app.getHttpAdapter().getInstance() as { addHook?(name: string, hook: unknown): void };
  const impersonate = (request: object, _response: unknown, next: () => void): void => {
    Object.assign(request, { auth: forged, user: forged.claims });
    next();
  };
  if (instance.addHook === undefined) app.use(impersonate);
  else instance.addHook('preHandler', impersonate);
}
