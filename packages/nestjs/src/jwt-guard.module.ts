import { InvalidOptionError, ownOptions } from '@jwt-guard/core';
import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type {
  JwtGuardModuleAsyncOptions,
  JwtGuardModuleOptions,
  JwtGuardOptionsFactory,
  JwtGuardRegistration,
} from './jwt-guard.options.js';
import { JWT_GUARD_OPTIONS, JWT_VERIFIER } from './jwt-guard.tokens.js';
import { JwtVerifierProvider } from './jwt-verifier.provider.js';
import { JwtGuard } from './jwt.guard.js';

/**
 * Guards the routes of a Nest application. The guard is global: every route demands a token unless it says otherwise.
 *
 * @example
 * ```ts
 * @Module({ imports: [JwtGuardModule.forRoot({ issuer: 'https://auth.example.com', audience: 'https://api.example.com' })] })
 * export class AppModule {}
 * ```
 */
@Module({})
export class JwtGuardModule {
  /**
   * Registers the guard. Wrong options fail when the application is created, by an `InvalidOptionError` that names the
   * option and the remedy.
   */
  static forRoot<Claims = unknown>({ global, ...options }: JwtGuardModuleOptions<Claims>): DynamicModule {
    return jwtGuardModule({ global }, [{ provide: JWT_GUARD_OPTIONS, useValue: options }]);
  }

  /**
   * Registers the guard with options that other providers make.
   *
   * @throws {InvalidOptionError} Unless exactly one of `useFactory`, `useClass` and `useExisting` is given.
   */
  static forRootAsync(options: JwtGuardModuleAsyncOptions): DynamicModule {
    const { global, imports = [], ...source } = ownOptions(options, asyncOptionNames, 'forRootAsync');
    return { ...jwtGuardModule({ global }, optionsProviders(source)), imports };
  }
}

const asyncOptionNames = ['global', 'imports', 'inject', 'useFactory', 'useClass', 'useExisting'] as const;

function jwtGuardModule({ global = true }: { global: boolean | undefined }, options: Provider[]): DynamicModule {
  if (typeof global !== 'boolean')
    throw new InvalidOptionError('global', 'pass true, or false to guard by @UseGuards(JwtGuard) alone.');
  return {
    module: JwtGuardModule,
    // Whether or not the guard is: @UseGuards(JwtGuard) looks for what the guard needs in the controller's own module.
    global: true,
    providers: [
      ...options,
      JwtVerifierProvider,
      {
        provide: JWT_VERIFIER,
        inject: [JwtVerifierProvider, JWT_GUARD_OPTIONS],
        useFactory: (provider: JwtVerifierProvider, own: JwtGuardModuleOptions) => provider.provide(own),
      },
      JwtGuard,
      ...(global ? [{ provide: APP_GUARD, useExisting: JwtGuard }] : []),
    ],
    exports: [JWT_GUARD_OPTIONS, JWT_VERIFIER, JwtGuard],
  };
}

function optionsProviders(
  source: Omit<JwtGuardModuleAsyncOptions, keyof JwtGuardRegistration | 'imports'>,
): Provider[] {
  const { inject = [], useFactory, useClass, useExisting } = source;
  const [maker, another] = [useFactory, useClass, useExisting].filter((given) => given !== undefined);
  if (maker === undefined || another !== undefined)
    throw new InvalidOptionError('forRootAsync', 'pass exactly one of useFactory, useClass and useExisting.');
  if (useFactory !== undefined) return [{ provide: JWT_GUARD_OPTIONS, inject, useFactory }];
  return [
    ...(useClass === undefined ? [] : [useClass]),
    {
      provide: JWT_GUARD_OPTIONS,
      inject: [maker],
      useFactory: (factory: JwtGuardOptionsFactory) => factory.createJwtGuardOptions(),
    },
  ];
}
