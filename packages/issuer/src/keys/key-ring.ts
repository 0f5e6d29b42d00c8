import { InvalidOptionError, numberWithin, ownOptions } from '@jwt-guard/core';

import { generatePrivateKey } from './generate-private-key.js';
import { importPrivateKey } from './import-private-key.js';
import { createMemorySigner } from './memory-signer.js';
import type { PrivateJwk } from './private-jwk.js';
import { publicJwkOf } from './public-jwk-of.js';
import type { PublicJwkSet } from './public-jwk.js';
import type { Signer } from './signer.js';
import { signingAlgorithmNames } from './signing-algorithm.js';
import type { SigningAlgorithm } from './signing-algorithm.js';

/** What {@link createKeyRing} takes. */
export interface KeyRingOptions {
  /** Default: the one that the private key fits, and `ES256` for a generated key. */
  readonly algorithm?: SigningAlgorithm;
  /** PEM or JWK. Default: a key is generated, and lost with the process: tokens then do not outlive a restart. */
  readonly privateKey?: string | PrivateJwk;
  /** How long verifiers may keep the published set, in seconds, 60–86 400; default 600. */
  readonly jwksMaxAge?: number;
}

/**
 * The keys of an issuer: one of them signs, all of them are published. Both answers are asked for each time, so that
 * what stands behind them may rotate.
 */
export interface KeyRing {
  /** The key that signs now. */
  signingKey(): Promise<Signer>;
  /** The keys that verifiers need now: public members only. */
  jwks(): Promise<PublicJwkSet>;
  /** How long verifiers may keep what {@link KeyRing.jwks} answered, in seconds. */
  readonly jwksMaxAgeSeconds: number;
}

/**
 * Creates a key ring in memory: one key, generated or given, whose `kid` is its RFC 7638 thumbprint. The private key
 * can be used, and not be read, through the ring.
 *
 * @throws {InvalidOptionError} (as rejection) For an unknown algorithm, or a private key that is weak or does not fit.
 */
export async function createKeyRing(options: KeyRingOptions = {}): Promise<KeyRing> {
  const {
    algorithm,
    privateKey: source,
    jwksMaxAge = 600,
  } = ownOptions(options, ['algorithm', 'privateKey', 'jwksMaxAge']);
  const jwksMaxAgeSeconds = numberWithin(jwksMaxAge, 'jwksMaxAge', { min: 60, max: 86_400, unit: 'seconds' });
  if (algorithm !== undefined) assertSigningAlgorithm(algorithm);

  const key =
    source === undefined ? await generatePrivateKey(algorithm ?? 'ES256') : importPrivateKey(source, algorithm);
  const jwk = await publicJwkOf(key.privateKey, key.algorithm);
  const signer = createMemorySigner(jwk.kid, key.algorithm, key.privateKey);
  const published: PublicJwkSet = Object.freeze({ keys: Object.freeze([jwk]) });

  return Object.freeze<KeyRing>({
    signingKey: () => Promise.resolve(signer),
    jwks: () => Promise.resolve(published),
    jwksMaxAgeSeconds,
  });
}

function assertSigningAlgorithm(algorithm: unknown): void {
  if (signingAlgorithmNames.includes(algorithm as SigningAlgorithm)) return;
  throw new InvalidOptionError('algorithm', `name one of ${signingAlgorithmNames.join(', ')}.`);
}
