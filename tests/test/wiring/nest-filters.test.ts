import { Catch, Controller, Get, HttpException, Module, UnauthorizedException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter, Type } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { isJwtGuardError, JwtGuardModule, RequireScopes } from '@jwt-guard/nestjs';
import type { RequestGuardOptions } from '@jwt-guard/nestjs';
import { createLocalIssuer } from '@jwt-guard/testing';
import { sendRaw } from '../../src/wiring/raw-http.js';
import type { RawAnswer } from '../../src/wiring/raw-http.js';
import { nestPlatforms, startNest } from '../../src/wiring/start-app.js';
import type { NestPlatform } from '../../src/wiring/start-app.js';

/** The catch-all filter of Nest's documentation. */
@Catch()
class EverythingFilter implements ExceptionFilter {
  readonly #host: HttpAdapterHost;

  constructor(host: HttpAdapterHost) {
    this.#host = host;
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    const status = exception instanceof HttpException ? exception.getStatus() : 500;
    const cause = exception instanceof HttpException ? exception.cause : undefined;
    const problem = { title: 'It did not work', status, code: isJwtGuardError(cause) ? cause.code : undefined };
    this.#host.httpAdapter.reply(host.switchToHttp().getResponse(), problem, status);
  }
}

/** A filter for one class of exceptions. */
@Catch(UnauthorizedException)
class LoginFilter implements ExceptionFilter {
  catch(_exception: UnauthorizedException, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<{ status(code: number): { send(body: object): void } }>();
    response.status(401).send({ login: '/login' });
  }
}

@Controller()
class RoutesController {
  @Get('any')
  any(): object {
    return {};
  }

  @RequireScopes('reports:read')
  @Get('reports')
  reports(): object {
    return {};
  }

  @Get('broken')
  broken(): object {
    throw new Error('a bug of the handler');
  }
}

const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
const trusted: RequestGuardOptions = { issuer, audience, jwks };
const authorization = (): readonly string[] => [`Authorization: Bearer ${tokenFor()}`];

async function answersOf(
  platform: NestPlatform,
  filter: Type<ExceptionFilter>,
  ask: (send: (target: string, headers?: readonly string[]) => Promise<RawAnswer>) => Promise<void>,
  options = trusted,
): Promise<void> {
  @Module({
    imports: [JwtGuardModule.forRoot(options)],
    controllers: [RoutesController],
    providers: [{ provide: APP_FILTER, useClass: filter }],
  })
  class FilteredModule {}

  const app = await startNest(platform, FilteredModule);
  await ask((target, headers = []) => sendRaw(app.url, { target, headers }));
  await app.close();
}

describe.each(nestPlatforms)('exception filters of the application, on %s', (platform) => {
  it('write their own body to a refusal, which keeps its status and headers', () =>
    answersOf(platform, EverythingFilter, async (send) => {
      expect(await send('/any')).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="api"', 'cache-control': 'no-store' },
        body: '{"title":"It did not work","status":401,"code":"missing_token"}',
      });
      const refused = await send('/reports', authorization());
      expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('"insufficient_scope"') as string });
      expect(refused.headers['www-authenticate']).toContain('scope="reports:read"');
      const twice = await send('/any', [...authorization(), ...authorization()]);
      expect(twice).toMatchObject({ status: 400, body: expect.stringContaining('"invalid_request"') as string });
    }));

  it('see the errors of handlers as before, without a challenge', () =>
    answersOf(platform, EverythingFilter, async (send) => {
      for (const [target, status] of [
        ['/broken', 500],
        ['/nowhere', 404],
      ] as const) {
        const answer = await send(target, authorization());
        expect(answer.status).toBe(status);
        expect(answer.headers).not.toHaveProperty('www-authenticate');
      }
      expect(await send('/any', authorization())).toMatchObject({ status: 200 });
    }));

  it('keep Retry-After where the keys cannot be had', () => {
    const offline = { issuer, audience, fetch: () => Promise.reject(new Error('no network')) };
    const ask = async (send: (target: string, headers: readonly string[]) => Promise<RawAnswer>): Promise<void> => {
      const answer = await send('/any', authorization());
      expect(answer).toMatchObject({ status: 503, body: expect.stringContaining('"keys_unavailable"') as string });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    };
    return answersOf(platform, EverythingFilter, ask, offline);
  });

  it('catch refusals by the class of their status', () =>
    answersOf(platform, LoginFilter, async (send) => {
      const answer = await send('/any');
      expect(answer).toMatchObject({ status: 401, body: '{"login":"/login"}' });
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
      expect(await send('/reports', authorization())).toMatchObject({ status: 403 });
    }));
});
