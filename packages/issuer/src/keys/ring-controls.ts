import { InvalidOptionError } from '@jwt-guard/core';

import type { OpenRing } from './open-ring.js';
import type { RingDocument } from './ring-document.js';
import { activeEntry, nextRotationMs, pendingEntry, stateOf, withoutKey, withSuccessor } from './ring-schedule.js';
import type { KeyState } from './ring-schedule.js';
import type { SharedRingHealth } from './shared-ring.js';

/** A key of a ring, without its material. */
export interface ListedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: KeyState;
  /** Epoch milliseconds, like all times here. */
  readonly createdAtMs: number;
  /** From when it signs, or signed. */
  readonly signsFromMs: number;
  /** From when its successor signs; absent while there is none. */
  readonly signsUntilMs?: number;
  /** From when it is no longer published, and verifies nothing; absent while it has no successor. */
  readonly verifiesUntilMs?: number;
}

/** What {@link RingControls.rotateNow} answers. */
export interface RotatedKey {
  /** The key that comes next. */
  readonly kid: string;
  /** Epoch milliseconds at which it begins to sign: as soon as all verifiers can know it. */
  readonly signsFromMs: number;
}

/** What {@link RingControls.revokeKey} answers: what it breaks, and for how long. */
export interface RevokedKey {
  readonly kid: string;
  /** Whether it was the key that signed. */
  readonly wasActive: boolean;
  /** The key that signs now. */
  readonly signsNow: string;
  /** Epoch milliseconds until which tokens may be around that are refused now: the latest `exp` under the key. 0 where it signed none. */
  readonly refusedTokensExpireAtMs: number;
  /** How long verifiers may not know the key that signs now, in seconds: some refuse good tokens meanwhile, unless they load an unknown key at once, as ours do. */
  readonly verifiersMayRefuseForSeconds: number;
  /** How long verifiers may still accept tokens under the revoked key, in seconds: those that hold a copy of the set. */
  readonly verifiersMayAcceptForSeconds: number;
}

/** How a ring is doing. */
export interface KeyRingHealth extends SharedRingHealth {
  /** The key that signs now. */
  readonly activeKid: string;
  /** Epoch milliseconds at which the next key signs; absent without rotation. */
  readonly rotatesAtMs?: number;
}

/** What operators do with a ring. */
export interface RingControls {
  rotateNow(): Promise<RotatedKey>;
  revokeKey(kid: string): Promise<RevokedKey>;
  list(): Promise<readonly ListedKey[]>;
  health(): KeyRingHealth;
}

/** The part of a ring's times that matters to who revokes. */
export interface ExposureTimes {
  /** The longest life of what a key has signed, in milliseconds. */
  readonly tokenLifetimeMs: number;
  /** How long copies of the published set live, in milliseconds. */
  readonly copiesMs: number;
}

/** Makes the controls of a ring. */
export function createRingControls<Key>(ring: OpenRing<Key>, exposure: ExposureTimes): RingControls {
  const { clock, times, shared, document } = ring;

  return {
    rotateNow: async () => {
      const fresh = await ring.generate();
      await shared.change((before, nowMs) => {
        if (pendingEntry(before, nowMs) !== undefined) return before;
        return withSuccessor(before, shared.entryFor(fresh, nowMs + times.pendingMs));
      });
      const { kid, signsFromMs } = pendingEntry(document(), clock()) ?? activeEntry(document(), clock());
      return Object.freeze({ kid, signsFromMs });
    },
    revokeKey: (kid) => revokeKey(ring, kid, exposure),
    list: async () => {
      await shared.settle();
      const nowMs = clock();
      return Object.freeze(document().entries.map((entry) => listed(entry, stateOf(entry, document(), nowMs))));
    },
    health: () => {
      const nowMs = clock();
      const rotatesAtMs = nextRotationMs(document(), nowMs, times);
      return Object.freeze({
        ...shared.health(),
        activeKid: activeEntry(document(), nowMs).kid,
        ...(rotatesAtMs !== undefined && { rotatesAtMs }),
      });
    },
  };
}

async function revokeKey<Key>(ring: OpenRing<Key>, kid: string, exposure: ExposureTimes): Promise<RevokedKey> {
  const { shared, clock, times, document } = ring;
  const generated = await ring.generate();
  let answer: Omit<RevokedKey, 'kid' | 'signsNow'> = nothingBroken;
  await shared.change((before, nowMs) => {
    if (before.revoked.some((one) => one.kid === kid)) return before;
    const entry = before.entries.find((one) => one.kid === kid);
    if (entry === undefined || stateOf(entry, before, nowMs) === 'gone')
      throw new InvalidOptionError('kid', 'name a key that list() shows.');
    const wasActive = activeEntry(before, nowMs) === entry;
    const signedUntilMs = wasActive ? nowMs : (entry.signsUntilMs ?? 0);
    const unknownForMs = (pendingEntry(before, nowMs)?.signsFromMs ?? nowMs + times.pendingMs) - nowMs;
    answer = {
      wasActive,
      refusedTokensExpireAtMs: signedUntilMs === 0 ? 0 : signedUntilMs + exposure.tokenLifetimeMs,
      verifiersMayRefuseForSeconds: wasActive ? Math.ceil(unknownForMs / 1_000) : 0,
      verifiersMayAcceptForSeconds: signedUntilMs === 0 ? 0 : Math.ceil(exposure.copiesMs / 1_000),
    };
    return withoutKey(before, kid, { nowMs, fresh: shared.entryFor(generated, nowMs) });
  });
  return Object.freeze({ kid, signsNow: activeEntry(document(), clock()).kid, ...answer });
}

/** The answer for a key that was revoked before. */
const nothingBroken = {
  wasActive: false,
  refusedTokensExpireAtMs: 0,
  verifiersMayRefuseForSeconds: 0,
  verifiersMayAcceptForSeconds: 0,
} as const;

function listed(entry: RingDocument['entries'][number], state: KeyState): ListedKey {
  const { kid, algorithm, createdAtMs, signsFromMs, signsUntilMs, verifiesMs } = entry;
  const end = signsUntilMs !== undefined && { signsUntilMs, verifiesUntilMs: signsUntilMs + verifiesMs };
  return Object.freeze({ kid, algorithm, state, createdAtMs, signsFromMs, ...end });
}
