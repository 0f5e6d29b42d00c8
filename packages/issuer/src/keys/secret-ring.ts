import { isObject, ownOptions, StoreUnavailableError } from '@jwt-guard/core';
import type { EventEmitter } from '@jwt-guard/core';

import { lifetimeSeconds } from '../options/lifetime-seconds.js';
import type { Lifetime } from '../options/lifetime-seconds.js';
import { createFixedSecrets } from './fixed-secrets.js';
import type { FixedSecret } from './fixed-secrets.js';
import { generateSecret, secretOf } from './generate-secret.js';
import type { KeyRingEvents } from './key-ring-events.js';
import { readRotation } from './key-ring-options.js';
import type { RotationOptions, RotationSettings } from './key-ring-options.js';
import { openRing } from './open-ring.js';
import { createRingControls } from './ring-controls.js';
import type { KeyRingHealth, ListedKey, RevokedKey, RotatedKey } from './ring-controls.js';
import { processPersistence, sealedPersistence } from './ring-persistence.js';
import { activeEntry } from './ring-schedule.js';
import type { Secret, SecretSource } from './secret-source.js';

export type { FixedSecret } from './fixed-secrets.js';

/** What {@link createSecretRing} takes. All processes that share a store are given the same. */
export interface SecretRingOptions extends RotationOptions {
  /**
   * How long a secret still verifies after its successor was taken into use; default `'90d'`. Not less than a session may
   * live at most, or refresh tokens that were not used for long stop working.
   */
  readonly secretLifetime?: Lifetime;
}

/** Secrets from the configuration: for one process, or for several that are configured alike. */
export interface FixedSecretsOptions {
  /** One or several, ids unique: the first authenticates, all verify. */
  readonly secrets: readonly FixedSecret[];
}

/** Rotating secrets; see {@link createSecretRing}. */
export interface SecretRing extends SecretSource {
  /** Makes a new secret now; it is taken into use as soon as the other processes have it. */
  rotateNow(): Promise<RotatedKey>;
  /** For a secret that leaked: takes it out at once and for ever. What it has authenticated is refused. */
  revokeKey(id: string): Promise<RevokedKey>;
  /** All secrets and their states, without the secrets. */
  list(): Promise<readonly ListedKey[]>;
  /** Loads the ring from the store and takes the step that is due. A timer does so too. */
  refresh(): Promise<void>;
  health(): KeyRingHealth;
  /** Listens. Returns a function that removes the listener. */
  readonly on: EventEmitter<KeyRingEvents>['on'];
  /** Stops the timer, which keeps no process alive anyway. */
  close(): void;
}

const longestSeconds = 3_650 * 86_400;
const optionNames = [
  'store',
  'encryptionKey',
  'rotationInterval',
  'refreshInterval',
  'clock',
  'secretLifetime',
] as const;

/**
 * Creates the master secrets of refresh tokens: 32 random bytes each, under random ids, a new one every 30 days. With
 * `store` they are shared and outlive restarts; without, they are lost with the process, and all sessions with them.
 * With `secrets` they come from the configuration and do not rotate.
 *
 * A secret of another process that is not known yet is looked for in the store, at most once a second.
 *
 * @throws {InvalidOptionError} (as rejection) For wrong options.
 * @throws {StoreUnavailableError} (as rejection) When the store does not answer, or can not be decrypted, at the start.
 */
export async function createSecretRing(options: SecretRingOptions | FixedSecretsOptions = {}): Promise<SecretRing> {
  if (areFixed(options)) return createFixedSecrets(ownOptions(options, ['secrets']).secrets);
  const { secretLifetime = '90d', ...own } = ownOptions(options, optionNames);
  const lifetimeMs = lifetimeSeconds(secretLifetime, 'secretLifetime', longestSeconds) * 1_000;
  const settings = readRotation(own, { publicationMs: 0, verifiesMs: lifetimeMs, rotatesByDefault: true });
  return createRotatingSecrets(settings);
}

function areFixed(options: SecretRingOptions | FixedSecretsOptions): options is FixedSecretsOptions {
  return isObject(options) && Object.hasOwn(options, 'secrets');
}

async function createRotatingSecrets({
  store,
  sealer,
  times,
  refreshMs,
  clock,
}: RotationSettings): Promise<SecretRing> {
  const ring = await openRing<Secret>({
    ...{ ring: 'secrets', use: 'secrets', times, refreshMs, clock, first: undefined },
    persistence: store && sealer ? sealedPersistence(store, sealer, 'secrets') : processPersistence(),
    open: ({ kid, jwk }) => Promise.resolve().then(() => Object.freeze({ id: kid, bytes: secretOf(jwk) })),
    generate: () => Promise.resolve(generateSecret('secret')),
    unavailable: (cause) => new StoreUnavailableError({ cause }),
  });
  const { view, shared, document } = ring;

  return Object.freeze<SecretRing>({
    current: async () => {
      const settling = shared.settle();
      if (settling !== undefined) await settling;
      const nowMs = clock();
      return view.find(activeEntry(document(), nowMs).kid, nowMs) as Secret;
    },
    find: async (id) => {
      const settling = shared.settle();
      if (settling !== undefined) await settling;
      const known = view.find(id, clock());
      if (known !== undefined) return known;
      await shared.refreshForUnknown();
      return view.find(id, clock());
    },
    ...createRingControls(ring, { tokenLifetimeMs: times.verifiesMs, copiesMs: 0 }),
    refresh: shared.refresh,
    on: ring.events.on,
    close: shared.close,
  });
}
