import { InvalidRequestError } from '../errors/invalid-request-error.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { headerValues } from './request-like.js';
import type { RequestLike } from './request-like.js';
import type { TokenExtractor } from './token-extractor.js';

/**
 * Takes the token from `Authorization: Bearer`. Another scheme counts as absent.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 */
export function fromAuthorizationHeader(): TokenExtractor {
  return Object.freeze({ source: 'header', extract });
}

function extract(request: RequestLike): string | undefined {
  const [value, another] = headerValues(request, 'authorization');
  if (value === undefined) return undefined;
  const hasBearer = isBearer(value);
  if (another !== undefined || (hasBearer ? value.includes(',') : joinsBearer(value)))
    throw new InvalidRequestError('credentials_repeated');
  return hasBearer ? b64token(value) : undefined;
}

/** A proxy, or Node's `joinDuplicateHeaders`, joins two headers by a comma. */
function joinsBearer(value: string): boolean {
  return /, *(?:bearer|dpop)(?: |$)/i.test(value);
}

/** The scheme ends at the first character that is not visible ASCII: `Bearer:` is another scheme. */
function isBearer(value: string): boolean {
  return /^bearer(?![\x21-\x7e])/i.test(value);
}

function b64token(value: string): string {
  const token = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(value)?.[1];
  if (token === undefined) throw new InvalidTokenError('malformed');
  return token;
}
