import {
  Catch,
  Controller,
  Get,
  HttpException,
  Injectable,
  InternalServerErrorException,
  UnauthorizedException,
} from '@nestjs/common';
import type { ArgumentsHost, CallHandler, ExceptionFilter, NestInterceptor, PipeTransform } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, BaseExceptionFilter } from '@nestjs/core';
import request from 'supertest';
import { challengeResponse, InvalidRequestError, MissingTokenError } from '@jwt-guard/core';
import { CurrentToken, isJwtGuardError, JwtGuardModule } from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';
import { refusalException } from '../../src/http/refusal-exception.js';
import { answerTo } from '../support/answer-to.js';
import { accepted, bearer } from '../support/issuer.js';
import { platforms, startApp } from '../support/start-app.js';

@Controller()
class ProfileController {
  @Get('profile')
  profile(@CurrentToken() { subject }: VerifiedToken): object {
    return { subject };
  }
}

const caught: unknown[] = [];

interface Reply {
  status(code: number): { send(body: object): void };
}

/** The catch-all that many applications have. */
@Catch()
class CatchAllFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    caught.push(exception);
    const http = exception instanceof HttpException ? exception : new InternalServerErrorException();
    const reply = host.switchToHttp().getResponse<Reply>();
    reply.status(http.getStatus()).send({ ours: true, answer: http.getResponse() });
  }
}

@Catch(UnauthorizedException)
class UnauthorizedFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    caught.push(exception);
    super.catch(exception, host);
  }
}

@Injectable()
class EnvelopeInterceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): ReturnType<CallHandler['handle']> {
    return next.handle();
  }
}

@Injectable()
class StrictPipe implements PipeTransform {
  transform(value: unknown): unknown {
    return value;
  }
}

describe.each(platforms)('a refusal on %s', (platform) => {
  const module = { imports: [JwtGuardModule.forRoot(accepted)], controllers: [ProfileController] };
  const extras = [
    { provide: APP_PIPE, useClass: StrictPipe },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  ];
  beforeEach(() => {
    caught.length = 0;
  });

  it.each([
    ["Nest's own filter", []],
    ['a catch-all filter', [{ provide: APP_FILTER, useClass: CatchAllFilter }, ...extras]],
    ['a filter of UnauthorizedException', [{ provide: APP_FILTER, useClass: UnauthorizedFilter }, ...extras]],
  ])('F-08 · keeps its status and headers through %s', async (_filter, providers) => {
    const api = await startApp({ ...module, providers }, { platform });
    const refused = await request(api.url).get('/profile').set('Authorization', 'Bearer garbage');
    const served = await request(api.url)
      .get('/profile')
      .set('Authorization', bearer({ subject: 'alice' }));
    await api.close();
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm="api", error="invalid_token"/);
    expect(refused.headers['cache-control']).toBe('no-store');
    expect(served.body).toEqual({ subject: 'alice' });
    if (providers.length > 0) expect(caught).toMatchObject([{ name: 'UnauthorizedException', status: 401 }]);
  });

  it('F-08 · gives a filter the same body that clients get, and the cause with its reason', async () => {
    const api = await startApp(
      { ...module, providers: [{ provide: APP_FILTER, useClass: CatchAllFilter }] },
      { platform },
    );
    const { body } = await answerTo(request(api.url).get('/profile'));
    await api.close();
    expect(body).toEqual({ ours: true, answer: { message: 'Unauthorized' } });
    const [exception] = caught as [HttpException];
    expect(isJwtGuardError(exception.cause)).toBe(true);
    expect(exception.cause).toMatchObject({ code: 'missing_token', reason: 'token_missing' });
  });
});

describe('refusalException', () => {
  it.each([
    [new MissingTokenError(), 'UnauthorizedException'],
    [new InvalidRequestError('credentials_repeated'), 'BadRequestException'],
  ])("is Nest's exception of the status, with the core's body: case %#", (error, name) => {
    const exception = refusalException(error);
    expect(exception).toMatchObject({ name, cause: error });
    expect(exception.getStatus()).toBe(error.status);
    expect(exception.getResponse()).toEqual(challengeResponse(error).body);
  });

  it('is a plain HttpException for a status that has no class of its own', () => {
    const teapot = Object.assign(Object.create(new MissingTokenError()) as MissingTokenError, { status: 418 });
    const exception = refusalException(teapot);
    expect(exception).toMatchObject({ name: 'HttpException', cause: teapot });
    expect(exception.getStatus()).toBe(418);
  });
});
