import type { VerificationKey } from './verification-key.js';

/** A key, as operators know it. */
export interface KeyName {
  readonly kid?: string;
  readonly algorithm: string;
}

/** How one key set differs from the one before it. */
export interface KeyChanges {
  readonly added: readonly KeyName[];
  readonly removed: readonly KeyName[];
}

/** Compares two key sets. Another key under the same kid is one that was removed and one that was added. */
export function keyChanges(before: readonly VerificationKey[], after: readonly VerificationKey[]): KeyChanges {
  return { added: missingFrom(before, after), removed: missingFrom(after, before) };
}

function missingFrom(others: readonly VerificationKey[], keys: readonly VerificationKey[]): readonly KeyName[] {
  return keys
    .filter((key) => !others.some((other) => isSameKey(key, other)))
    .map(({ kid, algorithm }) => ({ ...(kid !== undefined && { kid }), algorithm }));
}

function isSameKey(one: VerificationKey, other: VerificationKey): boolean {
  return one.kid === other.kid && one.algorithm === other.algorithm && one.keyObject.equals(other.keyObject);
}
