import { aFunction, InvalidOptionError, numberWithin, ownOptions } from '@jwt-guard/core';
import type { Jwk } from '@jwt-guard/core';

import { lifetimeSeconds } from '../options/lifetime-seconds.js';
import type { Lifetime } from '../options/lifetime-seconds.js';
import type { PrivateJwk } from './private-jwk.js';
import { clockSkewMs } from './ring-schedule.js';
import type { RingTimes } from './ring-schedule.js';
import { createSealer } from './seal.js';
import type { EncryptionKey, Sealer } from './seal.js';
import type { SignerWithKey } from './signer-ring.js';
import type { SigningKeyStore } from './signing-key-store.js';
import { signingAlgorithmNames } from './signing-algorithm.js';
import type { SigningAlgorithm } from './signing-algorithm.js';

/** What {@link createKeyRing} takes. All processes that share a store are given the same. */
export interface KeyRingOptions {
  /**
   * What new keys sign with. Default: what the private key fits, and `ES256` for generated keys. Another one than the
   * stored keys have takes effect at the next rotation. `HS256` is for a single service that verifies its own tokens
   * by {@link KeyRing.keySource}: its secrets are never published.
   */
  readonly algorithm?: SigningAlgorithm;
  /**
   * PEM or JWK: the first key of a ring. Without `store`, it is the key at every start, and nothing rotates unless you
   * say so. Default: a key is generated; without `store` it is lost with the process, and its tokens with it.
   */
  readonly privateKey?: string | PrivateJwk;
  /** A key that stays outside of this process: KMS, HSM. Excludes the options of keys that the ring keeps itself. */
  readonly signer?: SignerWithKey;
  /** With `signer`: public keys that verifiers must know as well, the one before or the one to come. Each names `kid` and `alg`. */
  readonly alsoPublished?: readonly Jwk[];
  /** How long verifiers may keep the published set, in seconds, 60–86 400; default 600. */
  readonly jwksMaxAge?: number;
  /** How long verifiers may use a set past that, in seconds, 0–86 400; default `jwksMaxAge`. A new key waits for both before it signs. */
  readonly verifierCacheTime?: number;
  /** The longest lifetime of a token under these keys, at most `'1d'`; default `'15m'`. A key is published for that long, and 310 s, after it has signed for the last time. */
  readonly maxTokenLifetime?: Lifetime;
  /** Shares the ring with other processes, and keeps it over restarts. Needs `encryptionKey`. */
  readonly store?: SigningKeyStore;
  /** Encrypts the ring in the store: at least 32 random bytes, or their base64url text. Of a list the first encrypts, all decrypt. */
  readonly encryptionKey?: EncryptionKey | readonly EncryptionKey[];
  /** How often a new key signs. Default `'30d'`; `false`, the default for a `privateKey` without `store`, leaves it to `rotateNow()`. */
  readonly rotationInterval?: Lifetime | false;
  /** How often the store is asked for what other processes changed, in seconds, 1–3 600; default 30. */
  readonly refreshInterval?: number;
  /** The time in epoch milliseconds; default `Date.now`. */
  readonly clock?: () => number;
}

/** The options of a ring, checked. */
export interface KeyRingSettings extends RotationSettings {
  readonly algorithm: SigningAlgorithm | undefined;
  readonly privateKey: string | PrivateJwk | undefined;
  readonly signer: SignerWithKey | undefined;
  readonly alsoPublished: readonly Jwk[];
  readonly jwksMaxAgeSeconds: number;
  readonly maxTokenLifetimeSeconds: number;
  /** How long copies of the published set live. */
  readonly copiesMs: number;
}

/** What a ring of keys and one of secrets have in common. */
export interface RotationSettings {
  readonly store: SigningKeyStore | undefined;
  /** There when the store is. */
  readonly sealer: Sealer | undefined;
  readonly times: RingTimes;
  readonly refreshMs: number | undefined;
  readonly clock: () => number;
}

/** The largest clock tolerance of a verifier, and what clocks may differ. */
export const toleranceSeconds = 310;
const daySeconds = 86_400;
const longestSeconds = 3_650 * daySeconds;
const optionNames = [
  ...['algorithm', 'privateKey', 'signer', 'alsoPublished', 'jwksMaxAge', 'verifierCacheTime'],
  ...['maxTokenLifetime', 'store', 'encryptionKey', 'rotationInterval', 'refreshInterval', 'clock'],
] as readonly (keyof KeyRingOptions)[];

/**
 * Reads the options of a ring.
 *
 * @throws {InvalidOptionError} When one is wrong, or contradicts another.
 */
export function readKeyRingOptions(options: KeyRingOptions): KeyRingSettings {
  const own = ownOptions(options, optionNames);
  const { algorithm, privateKey, signer, jwksMaxAge = 600, maxTokenLifetime = '15m' } = own;
  const jwksMaxAgeSeconds = numberWithin(jwksMaxAge, 'jwksMaxAge', { min: 60, max: daySeconds, unit: 'seconds' });
  const cacheSeconds = numberWithin(own.verifierCacheTime ?? jwksMaxAge, 'verifierCacheTime', {
    min: 0,
    max: daySeconds,
    unit: 'seconds',
  });
  const maxTokenLifetimeSeconds = lifetimeSeconds(maxTokenLifetime, 'maxTokenLifetime', daySeconds);
  assertConsistent(own);

  const copiesMs = (jwksMaxAgeSeconds + cacheSeconds) * 1_000;
  return {
    ...readRotation(own, {
      publicationMs: algorithm === 'HS256' ? 0 : copiesMs,
      verifiesMs: (maxTokenLifetimeSeconds + toleranceSeconds) * 1_000,
      rotatesByDefault: privateKey === undefined || own.store !== undefined,
    }),
    ...{ algorithm, privateKey, signer, alsoPublished: own.alsoPublished ?? [] },
    ...{ jwksMaxAgeSeconds, maxTokenLifetimeSeconds, copiesMs: algorithm === 'HS256' ? 0 : copiesMs },
  };
}

/** The options that decide how a ring is kept and rotated. */
export type RotationOptions = Pick<
  KeyRingOptions,
  'store' | 'encryptionKey' | 'rotationInterval' | 'refreshInterval' | 'clock'
>;

/** Reads what rings of keys and of secrets have in common. */
export function readRotation(
  own: RotationOptions,
  ring: { readonly publicationMs: number; readonly verifiesMs: number; readonly rotatesByDefault: boolean },
): RotationSettings {
  const { store, encryptionKey, clock = Date.now, refreshInterval = 30 } = own;
  aFunction(clock, 'clock', 'pass a function that answers epoch milliseconds.');
  if (store === undefined && own.refreshInterval !== undefined)
    throw new InvalidOptionError('refreshInterval', 'leave it out, or pass the store that is asked so often.');
  const refreshSeconds = numberWithin(refreshInterval, 'refreshInterval', { min: 1, max: 3_600, unit: 'seconds' });
  const sealer = readSealer(store, encryptionKey);
  const refreshMs = store === undefined ? undefined : refreshSeconds * 1_000;
  const pendingMs =
    ring.publicationMs + (refreshMs ?? 0) + (ring.publicationMs === 0 && store === undefined ? 0 : clockSkewMs);
  const rotationMs = readInterval(own.rotationInterval ?? (ring.rotatesByDefault && '30d'), pendingMs);
  return {
    store,
    sealer,
    times: { rotationMs, pendingMs, verifiesMs: ring.verifiesMs },
    refreshMs,
    clock: () => Math.floor(clock()),
  };
}

function readInterval(interval: unknown, pendingMs: number): number | undefined {
  if (interval === false) return undefined;
  const seconds = lifetimeSeconds(interval, 'rotationInterval', longestSeconds);
  const leastSeconds = Math.max(60, Math.ceil((2 * pendingMs) / 1_000));
  if (seconds < leastSeconds)
    throw new InvalidOptionError(
      'rotationInterval',
      `pass at least ${leastSeconds} seconds: a new key is published for ${pendingMs / 1_000} s before it signs.`,
    );
  return seconds * 1_000;
}

function readSealer(store: unknown, keys: KeyRingOptions['encryptionKey']): Sealer | undefined {
  if (store === undefined && keys === undefined) return undefined;
  if (store === undefined)
    throw new InvalidOptionError('encryptionKey', 'leave it out, or pass the store whose content it encrypts.');
  const { load, replace } = (store ?? {}) as Partial<SigningKeyStore>;
  if (typeof load !== 'function' || typeof replace !== 'function')
    throw new InvalidOptionError('store', 'pass a SigningKeyStore, such as FileSigningKeyStore.');
  if (keys === undefined)
    throw new InvalidOptionError(
      'encryptionKey',
      'a store needs one: keys are encrypted at rest. `jwt-guard-keygen --encryption-key` prints one; keep it apart from the store.',
    );
  return createSealer(keys);
}

function assertConsistent(own: Readonly<KeyRingOptions>): void {
  const { algorithm, privateKey, signer, alsoPublished } = own;
  if (algorithm !== undefined && algorithm !== 'HS256' && !signingAlgorithmNames.includes(algorithm))
    throw new InvalidOptionError('algorithm', `name one of ${signingAlgorithmNames.join(', ')}, HS256.`);
  if (signer !== undefined) assertNoKeysOfItsOwn(own);
  if (alsoPublished !== undefined && (signer === undefined || !Array.isArray(alsoPublished)))
    throw new InvalidOptionError('alsoPublished', 'pass a list of public JWKs, together with signer.');
  if (privateKey !== undefined) assertFirstKey(own);
}

function assertFirstKey({ algorithm, store, rotationInterval = false }: Readonly<KeyRingOptions>): void {
  if (algorithm === 'HS256')
    throw new InvalidOptionError('privateKey', 'leave it out: the ring makes the secrets of HS256 itself.');
  if (store === undefined && rotationInterval !== false)
    throw new InvalidOptionError(
      'rotationInterval',
      'pass a store too: without one, the next start would go back to the private key, and tokens under its successor die.',
    );
}

function assertNoKeysOfItsOwn(own: Readonly<KeyRingOptions>): void {
  const names = ['algorithm', 'privateKey', 'store', 'encryptionKey', 'rotationInterval'] as const;
  const excluded = names.find((name) => own[name] !== undefined);
  if (excluded !== undefined)
    throw new InvalidOptionError(excluded, 'leave it out: a signer has its own key, which its owner rotates.');
}
