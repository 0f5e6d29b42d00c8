import { isJwtGuardError } from '../errors/jwt-guard-error.js';
import { KeysUnavailableError } from '../errors/keys-unavailable-error.js';
import { isPromise, withinTime } from '../ports/within-time.js';
import type { KeySource } from './key-source.js';
import { isBoundKey } from './verification-key.js';
import type { VerificationKey } from './verification-key.js';

/** How long a caller's key source may take. */
const timeoutMs = 5_000;

/**
 * Guards a key source that the caller wrote: whatever it throws, and whatever it never answers, is our fault (503), not the client's.
 *
 * @param timeout - milliseconds that a promise of the source may take; 5 s
 */
export function customKeys(source: KeySource, timeout: number = timeoutMs): KeySource {
  return Object.freeze({
    find: (query) => {
      try {
        const found = source.find(query);
        return isPromise(found)
          ? withinTime(found, timeout, 'key source').then(requireBoundKeys).catch(unavailable)
          : requireBoundKeys(found);
      } catch (error) {
        return unavailable(error);
      }
    },
    hydrate: () => orUnavailable(async () => source.hydrate?.()),
    reload: () => orUnavailable(async () => (source.reload === undefined ? source.hydrate?.() : source.reload())),
    health: () => source.health?.() ?? { state: 'fresh' },
    atHand: () => source.atHand?.().filter(isBoundKey) ?? [],
    close: () => source.close?.(),
  } satisfies KeySource);
}

async function orUnavailable(load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    unavailable(error);
  }
}

/** Keys that nobody checked, by their type, size and curve, verify nothing. */
function requireBoundKeys(found: unknown): readonly VerificationKey[] {
  if (Array.isArray(found) && found.every(isBoundKey)) return found;
  throw new TypeError('the key source answered something other than a list of keys made by importJwk() or bindKey()');
}

/** A source that knows when to ask again has said so by an error of its own. */
function unavailable(cause: unknown): never {
  if (isJwtGuardError(cause) && cause.code === 'keys_unavailable') throw cause;
  throw new KeysUnavailableError({ cause });
}
