import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { decodeBase64url } from './base64url.js';
import { checkJoseHeader } from './jose-header.js';
import type { JoseHeader } from './jose-header.js';
import type { KnownHeaders } from './known-headers.js';
import { parseJsonObject } from './strict-json.js';
import type { JsonObject } from './strict-json.js';

/** A token taken apart. Nothing in it is proved until its signature is verified. */
export interface CompactJws {
  readonly header: JoseHeader;
  /** The header as it stands in the token. */
  readonly headerText: string;
  readonly claims: JsonObject;
  /** The ASCII bytes that the signature covers. */
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

/**
 * Takes a JWS in compact serialisation apart (RFC 7515 §7.1): exactly three canonical segments, two strict JSON objects.
 *
 * @param token - anything; what is no string is malformed
 * @param maxTokenSize - bytes; a longer token is refused before anything is read of it
 * @param known - headers that were read before, by their text
 * @throws {InvalidTokenError} `malformed`, `opaque`, `encrypted`, `detached`, `nested`, `json_serialization`, `unsupported_critical`.
 */
export function parseCompactJws(token: unknown, maxTokenSize: number, known?: KnownHeaders): CompactJws {
  if (typeof token !== 'string' || token === '' || token.length > maxTokenSize)
    throw new InvalidTokenError('malformed');
  const headerEnd = token.indexOf('.');
  const claimsEnd = token.indexOf('.', headerEnd + 1);
  requireThreeSegments(token, headerEnd, claimsEnd);
  const headerText = token.slice(0, headerEnd);
  return {
    header: known?.get(headerText) ?? checkJoseHeader(decodeJson(headerText)),
    headerText,
    claims: decodeJson(token.slice(headerEnd + 1, claimsEnd)),
    signingInput: Buffer.from(token.slice(0, claimsEnd), 'latin1'),
    signature: decodeBase64url(token.slice(claimsEnd + 1)),
  };
}

function requireThreeSegments(token: string, headerEnd: number, claimsEnd: number): void {
  if (token.startsWith('{')) throw new InvalidTokenError('json_serialization');
  if (headerEnd < 1 || claimsEnd < 1 || token.includes('.', claimsEnd + 1)) throw misshapen(token);
  if (claimsEnd === token.length - 1) throw new InvalidTokenError('malformed', { claim: 'signature' });
  if (claimsEnd === headerEnd + 1) throw new InvalidTokenError('detached');
}

function misshapen(token: string): InvalidTokenError {
  const segments = token.split('.', 6).length;
  if (segments === 1) return new InvalidTokenError('opaque');
  return new InvalidTokenError(segments === 5 ? 'encrypted' : 'malformed');
}

function decodeJson(segment: string): JsonObject {
  const bytes = decodeBase64url(segment);
  try {
    return parseJsonObject(bytes);
  } catch (cause) {
    throw new InvalidTokenError('malformed', { cause });
  }
}
