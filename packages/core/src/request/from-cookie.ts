import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { InvalidRequestError } from '../errors/invalid-request-error.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { isObject, ownOptions } from '../options/own-options.js';
import { cookieValues } from './cookie-values.js';
import type { RequestLike } from './request-like.js';
import type { TokenExtractor } from './token-extractor.js';

/** How a cookie is read. */
export interface FromCookieOptions {
  /** Whether cookie-parser signed it: then its `req.signedCookies` are read. Default false. */
  readonly signed?: boolean;
}

/**
 * Takes the token from a cookie, by the raw Cookie header: a parser hides that a name was sent twice. A token needs no
 * quotes and no percent-encoding, so neither is undone.
 *
 * @param name - best with the prefix `__Host-`, which keeps sibling domains from setting it
 * @throws {InvalidOptionError} At creation, when the name is no cookie name.
 */
export function fromCookie(name: string, options: FromCookieOptions = {}): TokenExtractor {
  if (typeof name !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    throw new InvalidOptionError('fromCookie', 'pass the name of the cookie, such as "__Host-access_token".');
  const { signed = false } = ownOptions(options, ['signed'], 'fromCookie');
  return Object.freeze({
    source: 'cookie',
    extract: (request) => {
      const value = onlyValue(request, name);
      return value !== undefined && signed ? signedValue(request, name) : value;
    },
  } satisfies TokenExtractor);
}

function onlyValue(request: RequestLike, name: string): string | undefined {
  const [value, another] = cookieValues(request, name);
  if (another !== undefined) throw new InvalidRequestError('credentials_repeated');
  if (value === '') throw new InvalidTokenError('malformed');
  return value;
}

/** cookie-parser answers false where the signature is wrong, and objects for what it takes for JSON. */
function signedValue({ signedCookies }: RequestLike, name: string): string {
  const value = isObject(signedCookies) && Object.hasOwn(signedCookies, name) ? signedCookies[name] : undefined;
  if (typeof value !== 'string') throw new InvalidTokenError('malformed');
  return value;
}
