import { isPromise } from '../ports/within-time.js';
import type { KeyHolder, KeyQuery, KeySource, KeySourceHealth, LayeredKeySource } from './key-source.js';
import type { VerificationKey } from './verification-key.js';

/** One of several key sources of an issuer, and the algorithms that it has keys for. It is never asked about another. */
export interface CombinedPart {
  readonly source: KeySource | KeyHolder;
  readonly algorithms: readonly string[];
}

type Found = readonly VerificationKey[];
type Answer = Found | Promise<Found>;

const none: Found = Object.freeze([]);
const worstLast: readonly KeySourceHealth['state'][] = ['fresh', 'stale', 'expired', 'never'];

/**
 * Several key sources as one. A key at hand that bears the token's `kid` is the one that the token means; else those at
 * hand that may have signed are tried, and only when none of them did are the other parts asked, which may mean the network.
 *
 * So the outage of one part rejects no token of another; a token that no part at hand can verify is a 503 while a part fails,
 * since its key may be there.
 */
export function createCombinedSource(parts: readonly CombinedPart[]): LayeredKeySource {
  const sources = parts.map(({ source }) => source);
  const partsFor = (alg: string): KeySource[] =>
    parts.filter(({ algorithms }) => algorithms.includes(alg)).map(({ source }) => source);

  function find(query: KeyQuery): Answer {
    const candidates = partsFor(query.alg);
    const holding = holdersOf(query, candidates);
    if (holding.length === 0) return askAll(candidates, query);
    const found = merged(holding.map((source) => source.find(query)));
    return isPromise(found) ? found.then((keys) => orAskAll(keys, candidates, query)) : found;
  }

  /** @throws What a part threw, when the others know no key that was not tried. */
  async function findFurther(query: KeyQuery, tried: Found): Promise<Found> {
    const { keys, failure } = await settle(partsFor(query.alg), query);
    const further = keys.filter((key) => !tried.includes(key));
    if (further.length === 0 && failure !== undefined) throw failure.reason;
    return further;
  }

  return Object.freeze<LayeredKeySource>({
    find,
    findFurther,
    hydrate: async () => {
      await Promise.all(sources.map(async (source) => source.hydrate?.()));
    },
    reload: async () => {
      await Promise.all(sources.map(async (source) => source.reload?.()));
    },
    health: () => worstOf(sources.map((source) => source.health?.() ?? { state: 'fresh' })),
    atHand: () => sources.flatMap((source) => source.atHand?.() ?? none),
    close: () => {
      for (const source of sources) source.close?.();
    },
  });
}

/** Who holds the key that bears the `kid`; where nobody does, who holds one that may have signed all the same. */
function holdersOf(query: KeyQuery, sources: readonly KeySource[]): readonly KeySource[] {
  const isNamed = ({ kid }: VerificationKey): boolean => kid !== undefined && kid === query.kid;
  const holding = sources.filter((source) => heldBy(source, query).length > 0);
  const naming = holding.filter((source) => heldBy(source, query).some(isNamed));
  return naming.length > 0 ? naming : holding;
}

/** A source of the caller's own cannot tell without being asked. */
function heldBy(source: KeySource | KeyHolder, query: KeyQuery): Found {
  return 'held' in source ? source.held(query) : none;
}

function merged(answers: readonly Answer[]): Answer {
  if (answers.some(isPromise)) return Promise.all(answers.map(async (answer) => answer)).then((found) => found.flat());
  return (answers as readonly Found[]).flat();
}

/** A key that was at hand may turn out to be withdrawn. */
function orAskAll(found: Found, sources: readonly KeySource[], query: KeyQuery): Answer {
  return found.length > 0 ? found : askAll(sources, query);
}

async function askAll(sources: readonly KeySource[], query: KeyQuery): Promise<Found> {
  const { keys, failure } = await settle(sources, query);
  if (keys.length === 0 && failure !== undefined) throw failure.reason;
  return keys;
}

async function settle(
  sources: readonly KeySource[],
  query: KeyQuery,
): Promise<{ readonly keys: Found; readonly failure: PromiseRejectedResult | undefined }> {
  const answers = await Promise.allSettled(sources.map(async (source) => source.find(query)));
  const keys = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : none));
  return { keys, failure: answers.find((answer) => answer.status === 'rejected') };
}

/** The part that is worst off: its state, the oldest keys, those that can serve for the shortest time, the most failures. */
function worstOf(healths: readonly KeySourceHealth[]): KeySourceHealth {
  const worst = Math.max(...healths.map(({ state }) => worstLast.indexOf(state)));
  const extreme = (
    name: 'loadedAtMs' | 'ageSeconds' | 'usableForSeconds' | 'failures',
    pick: typeof Math.max,
  ): object => {
    const values = healths.map((health) => health[name]).filter((value) => value !== undefined);
    return values.length === 0 ? {} : { [name]: pick(...values) };
  };
  return {
    state: worstLast[worst] as KeySourceHealth['state'],
    ...extreme('loadedAtMs', Math.min),
    ...extreme('ageSeconds', Math.max),
    ...extreme('usableForSeconds', Math.min),
    ...extreme('failures', Math.max),
  };
}
