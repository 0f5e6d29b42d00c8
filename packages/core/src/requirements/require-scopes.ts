import { InsufficientScopeError } from '../errors/insufficient-scope-error.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import type { Requirement } from './requirement.js';

/**
 * Requires every one of these scopes.
 *
 * @throws {InvalidOptionError} At creation, when no scope is listed, or one is no scope token (RFC 6749 §3.3).
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3.1 RFC 6750 §3.1}
 */
export function requireScopes(...scopes: readonly string[]): Requirement {
  requireScopeTokens('requireScopes', scopes);
  return (granted) => {
    const missing = scopes.filter((scope) => !granted.scopes.includes(scope));
    return missing.length === 0 ? undefined : new InsufficientScopeError('scope_missing', missing);
  };
}

/**
 * Requires at least one of these scopes.
 *
 * @throws {InvalidOptionError} At creation, when no scope is listed, or one is no scope token (RFC 6749 §3.3).
 */
export function requireAnyScope(...scopes: readonly string[]): Requirement {
  requireScopeTokens('requireAnyScope', scopes);
  return (granted) =>
    scopes.some((scope) => granted.scopes.includes(scope))
      ? undefined
      : new InsufficientScopeError('scope_missing', scopes);
}

/** A scope goes into a header and is split at spaces: one with a space in it would never match. */
function requireScopeTokens(option: string, scopes: readonly unknown[]): void {
  if (scopes.length === 0) throw new InvalidOptionError(option, 'list at least one scope.');
  for (const scope of scopes) {
    if (typeof scope !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) {
      throw new InvalidOptionError(
        option,
        'pass each scope as a string of its own, without spaces, quotes or backslashes: ("read", "write").',
      );
    }
  }
}
