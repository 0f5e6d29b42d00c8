import type { SigningAlgorithm } from '@jwt-guard/issuer';

import { selfSignedCertificate } from '../keys/self-signed-certificate.js';
import type { TestKey } from '../keys/test-key.js';
import { signCompact } from '../tokens/sign-compact.js';
import { variants } from './forge.js';
import type { ForgedToken, ForgeryTarget } from './forgery.js';

const pkcs1 = { format: 'pem', type: 'pkcs1' } as const;
const spki = { format: 'pem', type: 'spki' } as const;

/** HMAC tokens keyed with a public key that the verifier knows, in every form in which somebody may pass it by mistake. */
export function keyConfusion(
  target: ForgeryTarget,
  algorithms: readonly ('HS256' | 'HS384' | 'HS512')[],
): readonly ForgedToken[] {
  return algorithms.flatMap((algorithm) =>
    (['RS256', 'ES256', 'EdDSA'] as const).flatMap((published) =>
      Object.entries(textsOf(target, published)).flatMap(([form, key]) => {
        const { header, claims } = target.contentFor({ algorithm: published, subject: 'admin' });
        const sign = (changes: object): string =>
          signCompact({ header: { ...header, alg: algorithm, ...changes }, claims, key, algorithm });
        return variants({
          [`${algorithm}, ${published} ${form}`]: sign({}),
          [`${algorithm}, ${published} ${form}, no kid`]: sign({ kid: undefined }),
        });
      }),
    ),
  );
}

/** The forms in which somebody may hold a public key, and hand it to an HMAC by mistake. */
function textsOf(target: ForgeryTarget, algorithm: SigningAlgorithm): Readonly<Record<string, string | Buffer>> {
  const key = target.keyFor(algorithm);
  const { publicKey, jwk } = key;
  const pem = publicKey.export(spki) as string;
  return {
    'SPKI PEM': pem,
    'SPKI PEM without the last line feed': pem.trimEnd(),
    'SPKI PEM with CRLF': pem.replaceAll('\n', '\r\n'),
    'SPKI body': pem.split('\n').slice(1, -2).join(''),
    'SPKI DER': publicKey.export({ format: 'der', type: 'spki' }),
    'JWK text': JSON.stringify(jwk),
    'JWKS text': JSON.stringify(target.jwks),
    ...(publicKey.asymmetricKeyType !== 'ed25519' && certificatesOf(key)),
    ...(publicKey.asymmetricKeyType === 'rsa' && {
      'PKCS#1 PEM': publicKey.export(pkcs1),
      modulus: Buffer.from(String(jwk.n), 'base64url'),
    }),
  };
}

function certificatesOf(key: TestKey): Readonly<Record<string, string | Buffer>> {
  const der = selfSignedCertificate(key);
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return { certificate: der, 'certificate PEM': `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}
