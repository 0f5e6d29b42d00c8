import { aFunction, InvalidOptionError, isObject, numberWithin, ownOptions } from '@jwt-guard/core';
import type { RevocationWriter } from '@jwt-guard/core';

import type { SecretSource } from '../keys/secret-source.js';
import { lifetimeSeconds } from '../options/lifetime-seconds.js';
import type { Lifetime } from '../options/lifetime-seconds.js';
import type { TokenIssuer } from '../tokens/token-issuer.js';
import type { RefreshSession, RefreshTokenStore } from './refresh-token-store.js';

/** What {@link createRefreshTokens} takes. All times are of the store's clock. */
export interface RefreshTokensOptions {
  /** Signs the access tokens. */
  readonly issuer: TokenIssuer;
  readonly store: RefreshTokenStore;
  /** Authenticates the refresh tokens: whoever has these secrets can make one for every session. */
  readonly secrets: SecretSource;
  /** Where verifiers see that a session's access tokens are revoked. Without it these live until they expire. */
  readonly revocation?: RevocationWriter;
  /** How long the parent of the current token gets that token once more, in seconds, 0–60; default 30. */
  readonly grace?: number;
  /** How long a session lives without being used; default `'14d'`, at most `absoluteTtl`. */
  readonly idleTtl?: Lifetime;
  /** How long a session lives at all, 400 days at most; default `'90d'`. */
  readonly absoluteTtl?: Lifetime;
  readonly authorize?: Authorize;
}

/**
 * Asked at the login and at every refresh, after the refresh token was found good: whether the user may still go on, and
 * what the access token says of them. `null` ends the session for good; what it throws is an outage (503), and changes nothing.
 */
export type Authorize = (session: RefreshSession) => Authorization | null | Promise<Authorization | null>;

/** What the next access token of a session carries. */
export interface Authorization {
  /** Further claims, none of them registered. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The scopes that the user has now: of the granted ones only these go into the token. Default: all granted. */
  readonly scopes?: readonly string[];
}

/** The options, validated, with their defaults. */
export interface RefreshSettings {
  readonly issuer: TokenIssuer;
  readonly store: RefreshTokenStore;
  readonly secrets: SecretSource;
  readonly revocation: RevocationWriter | undefined;
  readonly authorize: Authorize | undefined;
  readonly graceMs: number;
  readonly idleLifetimeMs: number;
  readonly lifetimeMs: number;
}

const maxLifetimeSeconds = 400 * 86_400;
const optionNames = [
  ...['issuer', 'store', 'secrets', 'revocation'],
  ...['grace', 'idleTtl', 'absoluteTtl', 'authorize'],
] as readonly (keyof RefreshTokensOptions)[];

/** @throws {InvalidOptionError} When an option is wrong; it names the option and the remedy. */
export function readRefreshTokensOptions(options: RefreshTokensOptions): RefreshSettings {
  const { issuer, store, secrets, revocation, authorize, ...times } = ownOptions(options, optionNames);
  assertMethods(issuer, ['issueAccessToken'], ['issuer', 'pass what createTokenIssuer answers.']);
  assertMethods(store, storeMethods, ['store', 'pass a RefreshTokenStore, such as new MemoryRefreshTokenStore().']);
  assertMethods(secrets, ['current', 'find'], ['secrets', 'pass a SecretSource, such as createSecretRing answers.']);
  if (revocation !== undefined)
    assertMethods(revocation, writerMethods, ['revocation', 'pass a store that revokes, or leave it out.']);
  if (authorize !== undefined)
    aFunction(authorize, 'authorize', 'pass a function that answers { claims, scopes } or null, or leave it out.');
  return Object.freeze({ issuer, store, secrets, revocation, authorize, ...readTimes(times) });
}

const storeMethods = ['start', 'rotate', 'find', 'revoke', 'confirmRevocation', 'list', 'sessionIds'];
const writerMethods = ['revokeSession', 'revokeSubject', 'revokeClient', 'watermark'];

function assertMethods(value: unknown, methods: readonly string[], [option, remedy]: readonly [string, string]): void {
  if (isObject(value) && methods.every((method) => typeof value[method] === 'function')) return;
  throw new InvalidOptionError(option, remedy);
}

function readTimes({
  grace = 30,
  idleTtl = '14d',
  absoluteTtl = '90d',
}: Pick<RefreshTokensOptions, 'grace' | 'idleTtl' | 'absoluteTtl'>): Pick<
  RefreshSettings,
  'graceMs' | 'idleLifetimeMs' | 'lifetimeMs'
> {
  const graceMs = Math.round(numberWithin(grace, 'grace', { min: 0, max: 60, unit: 'seconds' }) * 1_000);
  const lifetimeMs = lifetimeSeconds(absoluteTtl, 'absoluteTtl', maxLifetimeSeconds) * 1_000;
  const idleLifetimeMs = lifetimeSeconds(idleTtl, 'idleTtl', maxLifetimeSeconds) * 1_000;
  if (idleLifetimeMs > lifetimeMs) throw new InvalidOptionError('idleTtl', 'keep it to absoluteTtl.');
  return { graceMs, idleLifetimeMs, lifetimeMs };
}
