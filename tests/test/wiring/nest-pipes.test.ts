import { Body, Controller, Get, HttpCode, Module, Post, ValidationPipe } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { CurrentClaims, CurrentToken, JwtGuardModule, RequireScopes } from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';
import { createLocalIssuer } from '@jwt-guard/testing';
import { IsString, MaxLength } from 'class-validator';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { sendRaw } from '../../src/wiring/raw-http.js';
import { nestPlatforms, startNest } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

class ReportBody {
  @IsString()
  @MaxLength(20)
  title!: string;
}

class TenantClaims {
  @IsString()
  sub!: string;

  @IsString()
  tenant!: string;
}

@Controller('reports')
class ReportsController {
  @Post()
  @HttpCode(201)
  @RequireScopes('reports:write')
  add(@Body() body: ReportBody, @CurrentToken() token: VerifiedToken, @CurrentClaims('sub') owner: string): object {
    return { body, isDto: body instanceof ReportBody, scopes: token.scopes, owner };
  }

  @Get('tenant')
  tenant(@CurrentClaims() claims: TenantClaims, @CurrentToken() token: VerifiedToken): object {
    return { claims, isDto: claims instanceof TenantClaims, issuer: token.claims.iss };
  }
}

/** Wraps every answer, and notes who asked. */
class EnvelopeInterceptor implements NestInterceptor {
  static readonly seen: unknown[] = [];

  intercept(context: ExecutionContext, next: CallHandler): Observable<object> {
    const { auth, user } = context.switchToHttp().getRequest<{ auth?: VerifiedToken; user?: unknown }>();
    EnvelopeInterceptor.seen.push([auth?.subject, user === auth?.claims]);
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

const { issuer, audience, jwks, tokenFor } = createLocalIssuer();

@Module({ imports: [JwtGuardModule.forRoot({ issuer, audience, jwks })], controllers: [ReportsController] })
class ReportsModule {}

describe.each(nestPlatforms)('a global ValidationPipe and an interceptor, on %s', (platform) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startNest(platform, ReportsModule, (nest) => {
      nest.useGlobalPipes(
        new ValidationPipe({
          whitelist: true,
          transform: true,
          validateCustomDecorators: true,
        }),
      );
      nest.useGlobalInterceptors(new EnvelopeInterceptor());
    });
  });
  beforeEach(() => {
    EnvelopeInterceptor.seen.length = 0;
  });
  afterAll(() => app.close());

  const post = (body: object, ...lines: readonly string[]) => {
    const headers = ['Content-Type: application/json', ...lines];
    return sendRaw(app.url, { method: 'POST', target: '/reports', headers, body: JSON.stringify(body) });
  };
  const authorization = (scopes: readonly string[], claims = {}): string =>
    `Authorization: Bearer ${tokenFor({ subject: 'alice', scopes, claims })}`;

  it('leave a good request its token, its claims and its body', async () => {
    const answer = await post({ title: 'Q3', access_token: 'x' }, authorization(['reports:write']));
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body)).toEqual({
      data: { body: { title: 'Q3' }, isDto: true, scopes: ['reports:write'], owner: 'alice' },
    });
    expect(EnvelopeInterceptor.seen).toEqual([['alice', true]]);
  });

  it('never see a request that the guard refuses', async () => {
    expect(await post({ title: 7 })).toMatchObject({ status: 401 });
    expect(await post({ title: 7 }, 'Authorization: Bearer x')).toMatchObject({ status: 401 });
    const refused = await post({ title: 7 }, authorization(['reports:read']));
    expect(refused.headers['www-authenticate']).toContain('scope="reports:write"');
    expect(refused).toMatchObject({ status: 403, body: expect.not.stringContaining('data') as string });
    expect(EnvelopeInterceptor.seen).toEqual([]);
  });

  it('answer 400 to a bad body behind a good token, without a challenge', async () => {
    for (const body of [{}, { title: 7 }, { title: 'x'.repeat(21) }]) {
      const answer = await post(body, authorization(['reports:write']));
      expect(answer.status).toBe(400);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    }
  });

  it('may validate and shape the claims, and leave the token itself as it was', async () => {
    const ask = (claims: object) =>
      sendRaw(app.url, { target: '/reports/tenant', headers: [authorization([], claims)] });
    expect(await ask({})).toMatchObject({ status: 400 });
    expect(await ask({ tenant: 7 })).toMatchObject({ status: 400 });
    const answer = await ask({ tenant: 'acme' });
    expect(JSON.parse(answer.body)).toEqual({
      data: { claims: { sub: 'alice', tenant: 'acme' }, isDto: true, issuer },
    });
  });
});
