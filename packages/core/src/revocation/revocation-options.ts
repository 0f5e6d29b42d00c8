import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyStrings, numberWithin } from '../options/option-checks.js';
import { isObject, ownOptions } from '../options/own-options.js';
import type { RevocationLevel, RevocationStore } from './revocation-store.js';

/**
 * What becomes of a token of which the store cannot tell: `deny`, 503 · `lookup`, ask the source of truth, and 503 where
 * that cannot tell either · `allow`, accept it, and tell the operators.
 */
export type UnknownPolicy = 'deny' | 'lookup' | 'allow';

/** How a verifier asks whether a token was revoked. */
export interface RevocationOptions {
  /** Whom it asks. Whoever made the store closes it; the verifier does not. */
  readonly store: RevocationStore;
  /**
   * By what tokens are revoked; of the other levels the store is told nothing, but of the issuer always. Default: all
   * five. With `token`, every token must have a `jti`.
   */
  readonly levels?: readonly RevocationLevel[];
  /** Default `deny`. */
  readonly whenUnknown?: UnknownPolicy;
}

/** Validated options. */
export interface RevocationSettings {
  readonly store: RevocationStore;
  readonly levels: ReadonlySet<RevocationLevel>;
  readonly whenUnknown: UnknownPolicy;
  readonly maxLifetimeSeconds: number;
}

const allLevels: readonly RevocationLevel[] = ['token', 'session', 'subject', 'client', 'issuer'];
const policies: readonly UnknownPolicy[] = ['deny', 'lookup', 'allow'];
const tenYears = 315_360_000;

/**
 * Validates the option `revocation` of a verifier: a store, or a store and how it is asked.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 */
export function readRevocationOptions(revocation: unknown): RevocationSettings {
  if (isStore(revocation)) return readRevocationOptions({ store: revocation });
  if (!isObject(revocation))
    throw new InvalidOptionError('revocation', 'pass a RevocationStore, or { store, levels, whenUnknown }.');
  const own = ownOptions(revocation as unknown as RevocationOptions, ['store', 'levels', 'whenUnknown'], 'revocation');
  const { store, levels = allLevels, whenUnknown = 'deny' } = own;
  if (!isStore(store))
    throw new InvalidOptionError('revocation.store', 'pass a RevocationStore: an object with check(token).');
  return Object.freeze({
    store,
    levels: readLevels(levels),
    whenUnknown: readPolicy(whenUnknown, store),
    maxLifetimeSeconds: numberWithin(store.maxLifetimeSeconds, 'revocation.store.maxLifetimeSeconds', {
      min: 1,
      max: tenYears,
      unit: 'seconds',
    }),
  });
}

function isStore(value: unknown): value is RevocationStore {
  return isObject(value) && typeof value['check'] === 'function';
}

function readLevels(levels: unknown): ReadonlySet<RevocationLevel> {
  const remedy = `list some of ${allLevels.join(', ')}, or leave it out for all.`;
  const names = nonEmptyStrings(levels, 'revocation.levels', remedy) as readonly RevocationLevel[];
  if (!names.every((name) => allLevels.includes(name))) throw new InvalidOptionError('revocation.levels', remedy);
  return new Set(names);
}

function readPolicy(policy: UnknownPolicy, store: RevocationStore): UnknownPolicy {
  if (!policies.includes(policy))
    throw new InvalidOptionError('revocation.whenUnknown', `pass one of ${policies.join(', ')}.`);
  if (policy === 'lookup' && typeof store.lookup !== 'function')
    throw new InvalidOptionError('revocation.whenUnknown', 'this store has no lookup(token): pass "deny" or "allow".');
  return policy;
}
