import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { createLocalIssuer } from '@jwt-guard/testing';
import {
  createJwtVerifier,
  CurrentToken,
  JWT_GUARD_OPTIONS,
  JWT_VERIFIER,
  JwtGuard,
  JwtGuardModule,
  Public,
  RequireScopes,
} from '@jwt-guard/nestjs';
import type {
  JwtGuardModuleAsyncOptions,
  JwtGuardModuleOptions,
  JwtGuardOptionsFactory,
  JwtVerifier,
  RequestGuardOptions,
  VerifiedToken,
} from '@jwt-guard/nestjs';
import type { DynamicModule } from '@nestjs/common';
import { ApiController } from './support/api.controller.js';
import { answerTo } from './support/answer-to.js';
import { accepted, bearer, issuer } from './support/issuer.js';
import { platforms, startApp } from './support/start-app.js';
import type { RunningApp } from './support/start-app.js';

@Injectable()
class Settings implements JwtGuardOptionsFactory {
  readonly options = accepted;

  createJwtGuardOptions(): RequestGuardOptions {
    return this.options;
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

async function statusOf(api: RunningApp, authorization?: string): Promise<number> {
  const { status } = await request(api.url)
    .get('/profile')
    .set(authorization === undefined ? {} : { Authorization: authorization });
  return status;
}

const boot = async (module: DynamicModule): Promise<unknown> =>
  await Test.createTestingModule({ imports: [module] }).compile();

describe.each(platforms)('JwtGuardModule on %s', (platform) => {
  it.each<[string, DynamicModule]>([
    ['forRoot', JwtGuardModule.forRoot(accepted)],
    ['forRootAsync with useFactory', JwtGuardModule.forRootAsync({ useFactory: () => Promise.resolve(accepted) })],
    [
      'forRootAsync with useFactory and inject',
      JwtGuardModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: ({ options }: Settings) => options,
      }),
    ],
    ['forRootAsync with useClass', JwtGuardModule.forRootAsync({ useClass: Settings })],
    [
      'forRootAsync with useExisting',
      JwtGuardModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
    ],
  ])('guards every route by %s', async (_way, module) => {
    const api = await startApp({ imports: [module], controllers: [ApiController] }, { platform });
    expect(await statusOf(api)).toBe(401);
    expect(await statusOf(api, bearer())).toBe(200);
    await api.close();
  });
});

describe('JwtGuardModule, not global', () => {
  @Controller()
  class OpenController {
    @Get('open')
    open(): string {
      return 'ran';
    }

    @RequireScopes('a')
    @Get('forgotten')
    forgotten(): string {
      return 'ran';
    }
  }

  @UseGuards(JwtGuard)
  @Controller('guarded')
  class GuardedController {
    @Get()
    @RequireScopes('a')
    get(@CurrentToken() { subject }: VerifiedToken): object {
      return { subject };
    }

    @Public()
    @Get('public')
    open(): string {
      return 'ran';
    }
  }

  @Module({ controllers: [GuardedController] })
  class FeatureModule {}

  it.each<[string, DynamicModule]>([
    ['forRoot', JwtGuardModule.forRoot({ ...accepted, global: false })],
    ['forRootAsync', JwtGuardModule.forRootAsync({ global: false, useFactory: () => accepted })],
  ])('guards only what says @UseGuards(JwtGuard), by %s', async (_way, module) => {
    const api = await startApp(
      { imports: [module, FeatureModule], controllers: [OpenController] },
      { platform: 'Express' },
    );
    const http = request(api.url);
    expect((await http.get('/open')).status).toBe(200);
    expect((await http.get('/guarded')).status).toBe(401);
    expect((await http.get('/guarded/public')).status).toBe(200);
    expect((await http.get('/guarded').set('Authorization', bearer())).status).toBe(403);
    const { body } = await answerTo(
      http.get('/guarded').set('Authorization', bearer({ subject: 'alice', scopes: ['a'] })),
    );
    expect(body).toEqual({ subject: 'alice' });
    await api.close();
  });

  it('has the guard of @UseGuards(JwtGuard) replaced by overrideGuard(JwtGuard)', async () => {
    const api = await startApp(
      { imports: [JwtGuardModule.forRoot({ ...accepted, global: false }), FeatureModule] },
      {
        platform: 'Express',
        override: (builder) => builder.overrideGuard(JwtGuard).useValue({ canActivate: () => true }),
      },
    );
    const { status } = await request(api.url).get('/guarded/public');
    const guarded = await request(api.url).get('/guarded');
    await api.close();
    expect(status).toBe(200);
    expect(guarded.status).not.toBe(401);
  });
});

describe('JwtGuardModule in tests', () => {
  const module = { imports: [JwtGuardModule.forRoot(accepted)], controllers: [ApiController] };

  it('has its guard replaced by overrideProvider(JwtGuard)', async () => {
    const api = await startApp(module, {
      platform: 'Express',
      override: (builder) => builder.overrideProvider(JwtGuard).useValue({ canActivate: () => true }),
    });
    const { status } = await request(api.url).get('/reports');
    await api.close();
    expect(status).toBe(200);
  });

  it('has its verifier replaced by overrideProvider(JWT_VERIFIER), with the rest of the options in force', async () => {
    const other = createLocalIssuer({ issuer: 'https://other-issuer.test' });
    const verifier = createJwtVerifier({ issuer: other.issuer, audience: other.audience, jwks: other.jwks });
    const api = await startApp(
      { ...module, imports: [JwtGuardModule.forRoot({ ...accepted, realm: 'orders' })] },
      { platform: 'Express', override: (builder) => builder.overrideProvider(JWT_VERIFIER).useValue(verifier) },
    );
    expect(await statusOf(api, bearer())).toBe(401);
    expect(await statusOf(api, `Bearer ${other.tokenFor()}`)).toBe(200);
    const { headers } = await request(api.url).get('/profile');
    expect(headers['www-authenticate']).toBe('Bearer realm="orders"');
    await api.close();
  });

  it('needs no options when the verifier is replaced', async () => {
    const verifier = createJwtVerifier({ issuer: issuer.issuer, audience: issuer.audience, jwks: issuer.jwks });
    const unset = { issuer: undefined, audience: undefined } as unknown as RequestGuardOptions;
    const api = await startApp(
      { ...module, imports: [JwtGuardModule.forRootAsync({ useFactory: () => unset })] },
      { platform: 'Express', override: (builder) => builder.overrideProvider(JWT_VERIFIER).useValue(verifier) },
    );
    expect(await statusOf(api, bearer())).toBe(200);
    await api.close();
  });

  it('offers the verifier and the options for injection', async () => {
    const api = await startApp(module, { platform: 'Express' });
    const verifier = api.app.get<JwtVerifier>(JWT_VERIFIER);
    expect(await verifier.verify(issuer.tokenFor({ subject: 'alice' }))).toMatchObject({ subject: 'alice' });
    expect(api.app.get(JWT_GUARD_OPTIONS)).toEqual(accepted);
    await api.close();
  });
});

describe('JwtGuardModule on shutdown', () => {
  const closing = () => {
    const closed: string[] = [];
    const keys = { find: () => [], close: () => void closed.push('keys') };
    const options = { issuer: issuer.issuer, audience: issuer.audience, keys };
    return { closed, options };
  };

  it('A6 · closes the verifier that it made', async () => {
    const { closed, options } = closing();
    const api = await startApp({ imports: [JwtGuardModule.forRoot(options)] }, { platform: 'Express' });
    expect(closed).toEqual([]);
    await api.close();
    expect(closed).toEqual(['keys']);
  });

  it('leaves a verifier open that it was given', async () => {
    const { closed, options } = closing();
    const given = JwtGuardModule.forRoot({ verifier: createJwtVerifier(options) });
    const api = await startApp({ imports: [given] }, { platform: 'Express' });
    await api.close();
    expect(closed).toEqual([]);
  });
});

describe('JwtGuardModule with wrong options', () => {
  it.each<[string, object]>([
    ['audience', { issuer: issuer.issuer }],
    ['issuer', { audience: issuer.audience }],
    ['audiance', { ...accepted, audiance: 'typo' }],
    ['credentials', { ...accepted, credentials: 'sometimes' }],
    ['realm', { ...accepted, realm: 'a "quoted" one' }],
  ])('fails at boot and names %s', async (option, options) => {
    const wrong = options as JwtGuardModuleOptions;
    await expect(boot(JwtGuardModule.forRoot(wrong))).rejects.toMatchObject({ name: 'InvalidOptionError', option });
    const later = JwtGuardModule.forRootAsync({ useFactory: () => wrong });
    await expect(boot(later)).rejects.toMatchObject({ name: 'InvalidOptionError', option });
  });

  it('refuses a `global` that is no boolean', () => {
    expect(() => JwtGuardModule.forRoot({ ...accepted, global: 'false' as never })).toThrow(/^global: pass true/);
  });

  it('refuses a `global` that the factory answers, when it is too late', async () => {
    const late = JwtGuardModule.forRootAsync({ useFactory: () => ({ ...accepted, global: false }) });
    await expect(boot(late)).rejects.toMatchObject({ option: 'global' });
  });

  it.each<[string, JwtGuardModuleAsyncOptions]>([
    ['none', {}],
    ['two', { useFactory: () => accepted, useClass: Settings }],
  ])('refuses %s of useFactory, useClass and useExisting', (_count, options) => {
    expect(() => JwtGuardModule.forRootAsync(options)).toThrow(/^forRootAsync: pass exactly one/);
  });

  it('refuses an unknown name beside them', () => {
    const options = { useFactory: () => accepted, isGlobal: true } as JwtGuardModuleAsyncOptions;
    expect(() => JwtGuardModule.forRootAsync(options)).toThrow(/^forRootAsync\.isGlobal: unknown option/);
  });

  it('does not change the options that it was given', async () => {
    const options = Object.freeze({ ...accepted, global: true });
    await boot(JwtGuardModule.forRoot(options));
    expect(options).toEqual({ ...accepted, global: true });
  });
});
