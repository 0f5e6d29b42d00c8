import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { decodeBase64url } from './base64url.js';
import { checkJoseHeader } from './jose-header.js';
import type { JoseHeader } from './jose-header.js';
import { parseJsonObject } from './strict-json.js';
import type { JsonObject } from './strict-json.js';

/** A token taken apart. Nothing in it is proved until its signature is verified. */
export interface CompactJws {
  readonly header: JoseHeader;
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
 * @throws {InvalidTokenError} `malformed`, `opaque`, `encrypted`, `detached`, `nested`, `json_serialization`, `unsupported_critical`.
 */
export function parseCompactJws(token: unknown, maxTokenSize: number): CompactJws {
  if (typeof token !== 'string' || token === '' || token.length > maxTokenSize)
    throw new InvalidTokenError('malformed');
  const [header, claims, signature] = split(token);
  return {
    header: checkJoseHeader(decodeJson(header)),
    claims: decodeJson(claims),
    signingInput: Buffer.from(token.slice(0, header.length + 1 + claims.length), 'latin1'),
    signature: decodeBase64url(signature),
  };
}

function split(token: string): [header: string, claims: string, signature: string] {
  const segments = token.split('.', 6);
  const [header, claims, signature] = segments;
  if (token.startsWith('{')) throw new InvalidTokenError('json_serialization');
  if (segments.length === 1) throw new InvalidTokenError('opaque');
  if (segments.length === 5) throw new InvalidTokenError('encrypted');
  if (segments.length !== 3 || !header) throw new InvalidTokenError('malformed');
  if (!signature) throw new InvalidTokenError('malformed', { claim: 'signature' });
  if (!claims) throw new InvalidTokenError('detached');
  return [header, claims, signature];
}

function decodeJson(segment: string): JsonObject {
  const bytes = decodeBase64url(segment);
  try {
    return parseJsonObject(bytes);
  } catch (cause) {
    throw new InvalidTokenError('malformed', { cause });
  }
}
