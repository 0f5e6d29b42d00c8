import type { GuardOptions, RequestGuardOptions } from '@jwt-guard/core';
import type { FactoryProvider, ModuleMetadata, Type } from '@nestjs/common';

/** What Nest needs to know before the options of the guard are there. */
export interface JwtGuardRegistration {
  /**
   * Whether the guard stands before every route of the application. Default true. With false, routes are guarded only
   * where they say `@UseGuards(JwtGuard)`: for gradual adoption.
   */
  readonly global?: boolean;
}

/** Options of `JwtGuardModule.forRoot()`: a verifier or the options of one, how requests are guarded, and where. */
export type JwtGuardModuleOptions<Claims = unknown> = RequestGuardOptions<Claims> & JwtGuardRegistration;

/** A provider that makes the options, for `useClass` and `useExisting`. */
export interface JwtGuardOptionsFactory {
  createJwtGuardOptions(): RequestGuardOptions | Promise<RequestGuardOptions>;
}

/** Options of `JwtGuardModule.forRootAsync()`: exactly one of `useFactory`, `useClass` and `useExisting`. */
export interface JwtGuardModuleAsyncOptions extends JwtGuardRegistration, Pick<ModuleMetadata, 'imports'> {
  /** What `useFactory` is called with. */
  readonly inject?: FactoryProvider['inject'];
  /** Makes the options. */
  readonly useFactory?: FactoryProvider<RequestGuardOptions>['useFactory'];
  /** A class that makes the options; it becomes a provider of this module. */
  readonly useClass?: Type<JwtGuardOptionsFactory>;
  /** A provider of an imported module that makes the options. */
  readonly useExisting?: Type<JwtGuardOptionsFactory>;
}

/** Checked against the core's own type, so that a new option cannot be dropped without a word. */
const guardOptionNames = { from: true, credentials: true, csrf: true, realm: true } satisfies Record<
  keyof GuardOptions,
  true
>;

/** The options that say how requests are guarded, without those of the verifier. */
export function guardOptionsOf(options: RequestGuardOptions): GuardOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(guardOptionNames, name)));
}
