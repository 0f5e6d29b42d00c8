import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';

/** What all processes of one issuer know. */
export interface IssuerSecrets {
  /** Signs access tokens, ES256. */
  readonly privateKey: JsonWebKey;
  /** Authenticates refresh tokens. */
  readonly secret: { readonly id: string; readonly text: string };
}

/** Makes new ones. */
export function createIssuerSecrets(): IssuerSecrets {
  return {
    privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    secret: { id: 's1', text: randomBytes(32).toString('base64url') },
  };
}
