import { aFunction, InvalidOptionError, isObject, ownOptions } from '@jwt-guard/core';

import type { RefreshTokens } from '../refresh/refresh-tokens.js';
import type { AuthenticateClient } from './client-authentication.js';

/** What all endpoints take. */
interface EndpointOptions {
  readonly sessions: RefreshTokens;
  readonly authenticateClient?: AuthenticateClient;
}

/**
 * Copies and checks the options of an endpoint.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 */
export function readEndpointOptions<T extends EndpointOptions>(
  options: T,
  names: readonly (keyof T & string)[],
): Readonly<T> {
  const own = ownOptions(options, names);
  assertSessions(own.sessions);
  if (own.authenticateClient !== undefined)
    aFunction(own.authenticateClient, 'authenticateClient', 'pass a function that answers the id of a client.');
  return own;
}

/** @throws {InvalidOptionError} When the value cannot rotate refresh tokens. */
export function assertSessions(sessions: unknown): void {
  if (!isObject(sessions) || typeof sessions['rotate'] !== 'function')
    throw new InvalidOptionError('sessions', 'pass what createRefreshTokens() made.');
}
