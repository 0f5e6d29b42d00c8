import { Controller, Get } from '@nestjs/common';
import type { ExecutionContext, LoggerService } from '@nestjs/common';
import { APP_GUARD, ExternalContextCreator } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import request from 'supertest';
import { CurrentToken, JwtGuard, JwtGuardModule, OptionalAuth, Public } from '@jwt-guard/nestjs';
import type { HttpRequest, JwtGuardError, NestRouteDemands, VerifiedToken } from '@jwt-guard/nestjs';
import { verifiedTokenOf } from '../src/http/identity.js';
import { accepted, bearer } from './support/issuer.js';
import { startApp } from './support/start-app.js';
import type { RunningApp } from './support/start-app.js';

@Controller()
class MixedController {
  @Public()
  @Get('public')
  open(): string {
    return 'ran';
  }

  @OptionalAuth()
  @Get('optional')
  optional(): string {
    return 'ran';
  }

  @Get('profile')
  profile(@CurrentToken() token?: VerifiedToken): object {
    return { subject: token?.subject ?? null };
  }
}

const module = { imports: [JwtGuardModule.forRoot(accepted)], controllers: [MixedController] };

describe('a context that is not HTTP', () => {
  let api: RunningApp;
  beforeAll(async () => {
    api = await startApp(module, { platform: 'Express' });
  });
  afterAll(() => api.close());

  it.each(['graphql', 'ws', 'rpc', 'made-up'])('is denied through the real chain of guards: %s', async (type) => {
    const controller = api.app.get(MixedController);
    const context = api.app.get(ExternalContextCreator);
    for (const method of ['open', 'optional', 'profile'] as const) {
      const args = [
        controller,
        controller[method].bind(controller) as () => unknown,
        method,
        '',
        undefined,
        undefined,
        undefined,
      ] as const;
      const call = context.create(...args, { guards: true, interceptors: true, filters: true }, type);
      await expect(call({}, {})).rejects.toMatchObject({ status: 403 });
    }
  });

  it.each(['ws', 'rpc', 'graphql'])('has no current token: %s', (type) => {
    const host = new ExecutionContextHost([{ auth: { subject: 'client' } }, {}], MixedController);
    host.setType(type);
    expect(verifiedTokenOf(host)).toBeUndefined();
  });
});

describe('a handler that is none of the controller’s methods', () => {
  it('is an error, since nobody knows what it demands', async () => {
    const api = await startApp(module, { platform: 'Express' });
    const context = (handler: () => unknown) =>
      new ExecutionContextHost([{ method: 'GET', rawHeaders: [] }, {}], MixedController, handler);
    const anonymous = [() => 'anonymous'][0] as () => unknown;
    await expect(api.app.get(JwtGuard).canActivate(context(anonymous))).rejects.toThrow(
      /^MixedController: a route's handler is none of its methods/,
    );
    await api.close();
  });

  it('counts as the method whose name an instrumentation gave it', async () => {
    const api = await startApp(module, { platform: 'Express' });
    const instrumented = { open: () => 'traced' }.open;
    const context = new ExecutionContextHost([{ method: 'GET', rawHeaders: [] }, {}], MixedController, instrumented);
    await expect(api.app.get(JwtGuard).canActivate(context)).resolves.toBe(true);
    await api.close();
  });
});

describe('a subclass of JwtGuard', () => {
  const seen: unknown[] = [];

  class AuditedGuard extends JwtGuard {
    protected override getRequest(context: ExecutionContext): HttpRequest | undefined {
      seen.push('getRequest');
      return super.getRequest(context);
    }

    protected override requirementsFor(context: ExecutionContext): NestRouteDemands {
      const demands = super.requirementsFor(context);
      seen.push(demands);
      return demands;
    }

    protected override deny(error: JwtGuardError, context: ExecutionContext): never {
      seen.push(error.reason);
      return super.deny(error, context);
    }
  }

  it('overrides its steps, as the application’s own global guard', async () => {
    const imports = [JwtGuardModule.forRoot({ ...accepted, global: false })];
    const providers = [{ provide: APP_GUARD, useClass: AuditedGuard }];
    const api = await startApp({ ...module, imports, providers }, { platform: 'Express' });
    const { status } = await request(api.url).get('/profile');
    await api.close();
    expect(status).toBe(401);
    expect(seen).toEqual(['getRequest', { requirements: [] }, 'token_missing']);
  });
});

describe('a failure that is no refusal', () => {
  it('is Nest’s 500, and no handler runs', async () => {
    const broken = { extract: () => { throw new Error('a bug'); }, source: 'header' } as const; // prettier-ignore
    const imports = [JwtGuardModule.forRoot({ ...accepted, from: broken })];
    const api = await startApp({ ...module, imports }, { platform: 'Express' });
    const { status, headers, text } = await request(api.url).get('/profile');
    await api.close();
    expect(status).toBe(500);
    expect(headers['www-authenticate']).toBeUndefined();
    expect(text).not.toContain('a bug');
  });
});

describe('the log', () => {
  it('B8 · holds no token, whatever happens to it', async () => {
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => void lines.push(line);
    const logger: LoggerService = { log: write, error: write, warn: write, debug: write, verbose: write, fatal: write };
    const api = await startApp(module, {
      platform: 'Express',
      configure: (app) => {
        app.useLogger(logger);
      },
    });
    const good = bearer();
    await request(api.url).get('/profile').set('Authorization', good);
    await request(api.url).get('/profile').set('Authorization', `${good}x`);
    await api.close();
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain(good.split('.')[1]);
  });
});
