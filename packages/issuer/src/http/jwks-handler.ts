import type { KeyRing } from '../keys/key-ring.js';
import { createDocumentHandler } from './document-handler.js';
import type { RequestHandler } from './request-handler.js';

/**
 * Serves the public keys of a ring, for `/.well-known/jwks.json`. Verifiers may keep the answer for the ring's `jwksMaxAgeSeconds`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7517#section-8.5 RFC 7517 §8.5}
 */
export function createJwksHandler(keys: Pick<KeyRing, 'jwks' | 'jwksMaxAgeSeconds'>): RequestHandler {
  return createDocumentHandler({
    contentType: 'application/jwk-set+json',
    maxAgeSeconds: keys.jwksMaxAgeSeconds,
    read: () => keys.jwks(),
  });
}
