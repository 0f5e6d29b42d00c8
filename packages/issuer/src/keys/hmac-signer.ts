import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { Signer } from './signer.js';

/** A signer for HS256, whose secret is reachable by nothing but its `sign`. */
export function createHmacSigner(kid: string, secret: KeyObject): Signer {
  return Object.freeze<Signer>({
    kid,
    algorithm: 'HS256',
    sign: (data) => Promise.resolve(createHmac('sha256', secret).update(data).digest()),
  });
}
