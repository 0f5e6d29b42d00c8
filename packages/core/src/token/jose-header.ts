import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { JsonObject } from './strict-json.js';

/** The JOSE header of a token, checked in form. Key material in it (`jwk`, `jku`, `x5u`, `x5c`) is never used. */
export interface JoseHeader extends JsonObject {
  readonly alg: string;
  readonly typ?: string;
  /** At most 256 characters. Hostile input all the same: only ever the key of a Map. */
  readonly kid?: string;
}

const maxKidLength = 256;

/**
 * Checks the form of a JOSE header (RFC 7515 §4).
 *
 * @throws {InvalidTokenError} `malformed`; `unsupported_critical` for any `crit` or `b64`, since no extension is understood
 * (RFC 7515 §4.1.11, RFC 7797); `nested` for a JWT inside a JWT (RFC 7519 §5.2).
 */
export function checkJoseHeader(header: JsonObject): JoseHeader {
  const { alg, typ, kid, cty } = header;
  if (typeof alg !== 'string' || alg === '') throw new InvalidTokenError('malformed', { claim: 'alg' });
  if (typ !== undefined && typeof typ !== 'string') throw new InvalidTokenError('malformed', { claim: 'typ' });
  if (kid !== undefined && !isKid(kid)) throw new InvalidTokenError('malformed', { claim: 'kid' });
  if ('crit' in header || 'b64' in header) throw new InvalidTokenError('unsupported_critical', { claim: 'crit' });
  if (typeof cty === 'string' && /^(?:application\/)?jwt$/i.test(cty))
    throw new InvalidTokenError('nested', { claim: 'cty' });
  return header as JoseHeader;
}

function isKid(kid: unknown): boolean {
  return typeof kid === 'string' && kid !== '' && kid.length <= maxKidLength;
}
