import { asymmetricAlgorithms, importJwk, InvalidOptionError, isObject } from '@jwt-guard/core';
import type { Jwk, KeySource, VerificationKey } from '@jwt-guard/core';
import { compactVerify, importJWK } from 'jose';
import type { JWK } from 'jose';

import { signJwt } from '../tokens/sign-jwt.js';
import { createKeyRingEmitter } from './key-ring-events.js';
import type { KeyRingSettings } from './key-ring-options.js';
import type { KeyRing } from './key-ring.js';
import type { PublicJwk } from './public-jwk.js';
import type { Signer } from './signer.js';
import { signingAlgorithmNames } from './signing-algorithm.js';
import type { PublicKeyAlgorithm } from './signing-algorithm.js';

/** A signer, and the key that verifies what it signs. */
export interface SignerWithKey extends Signer {
  /** Its `kid` and `alg`, where it names them, are those of the signer. */
  readonly publicJwk: Jwk;
}

const remedy = 'rotate where the key is kept: publish the next key by alsoPublished first, sign with it later.';
const refuse = (): Promise<never> => Promise.reject(new InvalidOptionError('signer', remedy));

/**
 * A ring around a key that stays elsewhere. Proves by one signature that the signer and the published key belong together.
 *
 * @throws {InvalidOptionError} (as rejection) When they do not, or a key cannot be used.
 */
export async function createSignerRing(signer: SignerWithKey, settings: KeyRingSettings): Promise<KeyRing> {
  assertSigner(signer);
  const { publicJwk, kid, algorithm } = signer;
  const { jwksMaxAgeSeconds, maxTokenLifetimeSeconds, clock } = settings;
  const own = toPublicKey({ alg: algorithm, kid, ...publicJwk }, 'signer.publicJwk');
  if (own.jwk.kid !== kid || own.jwk.alg !== algorithm)
    throw new InvalidOptionError('signer.publicJwk', 'its kid and alg must be those of the signer.');
  await proveThePair(signer, own.jwk);
  const others = settings.alsoPublished.map((jwk, index) => toPublicKey(jwk, `alsoPublished[${index}]`));
  const keys = [own, ...others];
  if (new Set(keys.map(({ jwk }) => jwk.kid)).size !== keys.length)
    throw new InvalidOptionError('alsoPublished', 'give each key a kid of its own.');

  const published = Object.freeze({ keys: Object.freeze(keys.map(({ jwk }) => jwk)) });
  const startedMs = clock();
  return Object.freeze<KeyRing>({
    signingKey: () => Promise.resolve(signer),
    jwks: () => Promise.resolve(published),
    ...{ jwksMaxAgeSeconds, maxTokenLifetimeSeconds },
    keySource: Object.freeze<KeySource>({
      find: ({ kid: wanted, alg }) =>
        keys.map(({ key }) => key).filter((key) => key.kid === wanted && key.algorithm === alg),
    }),
    rotateNow: refuse,
    revokeKey: refuse,
    list: () =>
      Promise.resolve([
        Object.freeze({ kid, algorithm, state: 'active', createdAtMs: startedMs, signsFromMs: startedMs } as const),
      ]),
    refresh: () => Promise.resolve(),
    health: () => ({ state: 'fresh', activeKid: kid, loadedAtMs: startedMs }),
    on: createKeyRingEmitter().on,
    close: () => undefined,
  });
}

function assertSigner(signer: unknown): void {
  const { kid, algorithm, sign, publicJwk } = (signer ?? {}) as Partial<SignerWithKey>;
  const named =
    typeof kid === 'string' && kid !== '' && signingAlgorithmNames.includes(algorithm as PublicKeyAlgorithm);
  if (named && typeof sign === 'function' && isObject(publicJwk)) return;
  throw new InvalidOptionError(
    'signer',
    `pass { kid, algorithm, sign(data), publicJwk } with an algorithm out of ${signingAlgorithmNames.join(', ')}.`,
  );
}

/** A copy of public members, picked by name, after the check that a verifier makes. */
function toPublicKey(jwk: Jwk, option: string): { readonly jwk: PublicJwk; readonly key: VerificationKey } {
  try {
    const key = importJwk(jwk, asymmetricAlgorithms);
    const { kty, crv, x, y, n, e, kid, alg } = jwk;
    if (kid === undefined || alg === undefined) throw new TypeError('it must name kid and alg');
    const members = kty === 'RSA' ? { kty, n, e } : kty === 'EC' ? { kty, crv, x, y } : { kty, crv, x };
    return { jwk: Object.freeze({ ...members, kid, use: 'sig', alg }) as PublicJwk, key };
  } catch (cause) {
    throw new InvalidOptionError(option, `this public JWK can not be used: ${(cause as Error).message}.`);
  }
}

async function proveThePair(signer: Signer, jwk: PublicJwk): Promise<void> {
  try {
    // It names no issuer and never was valid, so that nobody can use it.
    const probe = await signJwt(signer, 'jwt-guard-probe', { exp: 0 });
    await compactVerify(probe, await importJWK(jwk as JWK, jwk.alg), { algorithms: [jwk.alg] });
  } catch (cause) {
    throw new InvalidOptionError(
      'signer',
      'a first signature by it does not verify with publicJwk. ECDSA signatures must be R ‖ S (64 bytes for ES256), not DER.',
      cause,
    );
  }
}
