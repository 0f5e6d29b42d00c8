import { Inject, Module } from '@nestjs/common';
import type {
  DynamicModule,
  FactoryProvider,
  HttpServer,
  MiddlewareConsumer,
  ModuleMetadata,
  NestModule,
  Provider,
} from '@nestjs/common';

import { createIssuerRoutes } from '../http/issuer-routes.js';
import type { IssuerRoutesOptions } from '../http/issuer-routes.js';
import type { RequestHandler } from '../http/request-handler.js';
import { JWT_ISSUER_OPTIONS, JWT_ISSUER_ROUTES, JWT_ISSUER_SESSIONS } from './jwt-issuer.tokens.js';

/** Options of `JwtIssuerModule.forRootAsync()`. */
export interface JwtIssuerModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  /** What `useFactory` is called with. */
  readonly inject?: FactoryProvider['inject'];
  /** Makes the options. */
  readonly useFactory: FactoryProvider<IssuerRoutesOptions>['useFactory'];
}

/**
 * Serves an issuer in a Nest application, on Express and on Fastify: keys, metadata, the token endpoint, revocation,
 * login and logout by cookies. They stand before all guards, and a global prefix does not move them: the metadata says
 * where they are.
 *
 * @example
 * ```ts
 * @Module({ imports: [JwtIssuerModule.forRoot({ keys, tokens, sessions })] })
 * export class AppModule {}
 * ```
 */
export class JwtIssuerModule implements NestModule {
  readonly #routes: RequestHandler;

  constructor(routes: RequestHandler) {
    this.#routes = routes;
  }

  /** Wrong options fail when the application is created, by an `InvalidOptionError`. */
  static forRoot(options: IssuerRoutesOptions): DynamicModule {
    return issuerModule([{ provide: JWT_ISSUER_OPTIONS, useValue: options }]);
  }

  /** Serves an issuer with options that other providers make. */
  static forRootAsync({ imports = [], inject = [], useFactory }: JwtIssuerModuleAsyncOptions): DynamicModule {
    return { ...issuerModule([{ provide: JWT_ISSUER_OPTIONS, inject, useFactory }]), imports };
  }

  configure(consumer: MiddlewareConsumer): void {
    // Not by apply().forRoutes(): that would put the global prefix of the application before every path.
    const { getHttpAdapter } = consumer as unknown as { readonly getHttpAdapter: () => HttpServer };
    getHttpAdapter.call(consumer).use(this.#routes);
  }
}

// By calls: this package has no decorators in its settings.
Module({})(JwtIssuerModule);
Inject(JWT_ISSUER_ROUTES)(JwtIssuerModule, undefined, 0);

function issuerModule(options: readonly Provider[]): DynamicModule {
  return {
    module: JwtIssuerModule,
    global: true,
    providers: [
      ...options,
      { provide: JWT_ISSUER_ROUTES, inject: [JWT_ISSUER_OPTIONS], useFactory: createIssuerRoutes },
      {
        provide: JWT_ISSUER_SESSIONS,
        inject: [JWT_ISSUER_OPTIONS],
        useFactory: ({ sessions }: IssuerRoutesOptions) => sessions,
      },
    ],
    exports: [JWT_ISSUER_OPTIONS, JWT_ISSUER_SESSIONS],
  };
}
