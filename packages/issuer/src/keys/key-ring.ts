import { KeysUnavailableError } from '@jwt-guard/core';
import type { EventEmitter, KeySource } from '@jwt-guard/core';

import { importPrivateKey } from './import-private-key.js';
import type { KeyRingEvents } from './key-ring-events.js';
import { readKeyRingOptions } from './key-ring-options.js';
import type { KeyRingOptions, KeyRingSettings } from './key-ring-options.js';
import { createKeyRingSource } from './key-ring-source.js';
import { openRing } from './open-ring.js';
import type { PublicJwkSet } from './public-jwk.js';
import { createRingControls } from './ring-controls.js';
import type { KeyRingHealth, ListedKey, RevokedKey, RotatedKey } from './ring-controls.js';
import { generateRingKey, openRingKey, toNewKey } from './ring-key.js';
import type { RingKey } from './ring-key.js';
import { processPersistence, sealedPersistence } from './ring-persistence.js';
import { activeEntry } from './ring-schedule.js';
import type { NewKey } from './ring-change.js';
import type { Signer } from './signer.js';
import { createSignerRing } from './signer-ring.js';
import type { PublicKeyAlgorithm, SigningAlgorithm } from './signing-algorithm.js';

/**
 * The keys of an issuer: one signs, all that verifiers need are published. Each answer holds for now only: the keys
 * rotate.
 */
export interface KeyRing {
  /** The key that signs now. */
  signingKey(): Promise<Signer>;
  /** The keys that verifiers need now: public members only. Empty for `HS256`. */
  jwks(): Promise<PublicJwkSet>;
  /** How long verifiers may keep what {@link KeyRing.jwks} answered, in seconds. */
  readonly jwksMaxAgeSeconds: number;
  /** The longest lifetime of a token that the ring outlives, in seconds. */
  readonly maxTokenLifetimeSeconds: number;
  /** The keys for a guard in the same process, without network: its option `keys`. The only way to verify `HS256`. */
  readonly keySource: KeySource;
  /**
   * Publishes a successor now; it signs as soon as all verifiers can know it. While one is published already, that is
   * the answer.
   *
   * @throws {KeysUnavailableError} (as rejection) When the store does not answer. Call it again then.
   */
  rotateNow(): Promise<RotatedKey>;
  /**
   * For a key that leaked: takes it out at once and for ever. If it was the one that signs, the next one, or a new one, signs at once.
   *
   * Other processes follow within their `refreshInterval`.
   *
   * @returns what this breaks, and for how long
   * @throws {InvalidOptionError} (as rejection) For a key that is not there.
   * @throws {KeysUnavailableError} (as rejection) When the store does not answer: the key is not certainly revoked. Call it again then.
   */
  revokeKey(kid: string): Promise<RevokedKey>;
  /** All keys and their states, in the order in which they sign. No key material. */
  list(): Promise<readonly ListedKey[]>;
  /**
   * Loads the ring from the store and takes the step that is due. A timer does so too, and each use after `refreshInterval`.
   *
   * @throws {KeysUnavailableError} (as rejection) When the store does not answer. The ring goes on with what it has.
   */
  refresh(): Promise<void>;
  /** How the ring is doing. `failing`: the store does not answer, or its content can not be read. */
  health(): KeyRingHealth;
  /** Listens. Returns a function that removes the listener. */
  readonly on: EventEmitter<KeyRingEvents>['on'];
  /** Stops the timer, which keeps no process alive anyway. */
  close(): void;
}

/**
 * Creates a key ring. A key is published first (`pending`), signs when every verifier can know it (`active`), stays
 * published until the last token under it has expired (`retiring`), and is gone then. The `kid` is the RFC 7638
 * thumbprint. No private key can be read through the ring.
 *
 * Processes that share a store agree by compare-and-swap: one makes the next key, the others adopt it. While the store
 * is down, each signs on with what it has. The states follow the clocks of the processes, which may differ by 10 seconds.
 * A clock that jumps far ahead ends the waiting times too early; one that is set back uses older keys again while they are there.
 *
 * @throws {InvalidOptionError} (as rejection) For wrong options, or a private key that is weak or does not fit.
 * @throws {KeysUnavailableError} (as rejection) When the store does not answer, or can not be decrypted, at the start.
 */
export async function createKeyRing(options: KeyRingOptions = {}): Promise<KeyRing> {
  const settings = readKeyRingOptions(options);
  const { signer } = settings;
  return signer === undefined ? createRotatingRing(settings) : createSignerRing(signer, settings);
}

async function createRotatingRing(settings: KeyRingSettings): Promise<KeyRing> {
  const { jwksMaxAgeSeconds, maxTokenLifetimeSeconds, clock, copiesMs } = settings;
  const ring = await openRing(await ringOptions(settings));
  const { view, shared, document } = ring;

  return Object.freeze<KeyRing>({
    signingKey: async () => {
      await shared.settle();
      const nowMs = clock();
      return (view.find(activeEntry(document(), nowMs).kid, nowMs) as RingKey).signer;
    },
    jwks: async () => {
      await shared.settle();
      const keys = view.all(clock()).map(({ publicJwk }) => publicJwk);
      return Object.freeze({ keys: Object.freeze(keys.filter((jwk) => jwk !== undefined)) });
    },
    ...{ jwksMaxAgeSeconds, maxTokenLifetimeSeconds },
    keySource: createKeyRingSource(ring),
    ...createRingControls(ring, { tokenLifetimeMs: maxTokenLifetimeSeconds * 1_000, copiesMs }),
    refresh: shared.refresh,
    on: ring.events.on,
    close: shared.close,
  });
}

async function ringOptions(settings: KeyRingSettings): Promise<Parameters<typeof openRing<RingKey>>[0]> {
  const { store, sealer, times, refreshMs, clock } = settings;
  const first = await givenKey(settings);
  const algorithm = settings.algorithm ?? (first?.algorithm as SigningAlgorithm | undefined) ?? 'ES256';
  const use = algorithm === 'HS256' ? 'HS256' : 'public-keys';
  const persistence = store && sealer ? sealedPersistence(store, sealer, use) : processPersistence();
  return {
    ...{ ring: 'keys', use, persistence, times, refreshMs, clock, first },
    open: openRingKey,
    generate: () => generateRingKey(algorithm),
    unavailable: (cause) => new KeysUnavailableError({ cause }),
  };
}

async function givenKey({ privateKey, algorithm }: KeyRingSettings): Promise<NewKey | undefined> {
  if (privateKey === undefined) return undefined;
  return toNewKey(importPrivateKey(privateKey, algorithm as PublicKeyAlgorithm | undefined));
}
