import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Scopes as the space-delimited string of the `scope` claim; `undefined` for none.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.3 RFC 6749 §3.3}
 * @throws {TokenNotIssuedError} When a scope holds a space or another character that the RFC excludes.
 */
export function scopeClaim(scopes: readonly string[]): string | undefined {
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string' && scopeToken.test(scope))) {
    throw new TokenNotIssuedError('scope_malformed', {
      claim: 'scope',
      remedy: 'pass a list with one scope each, of printable ASCII without space, quote and backslash.',
    });
  }
  return scopes.length === 0 ? undefined : [...new Set(scopes)].join(' ');
}
