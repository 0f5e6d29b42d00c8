import { isFetchedAlike } from './fetched-by.js';
import type { FetchedBy } from './fetched-by.js';
import { createRecentMap } from './recent-map.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** An issuer that was found, and what the age of that answer allows. */
export interface KnownIssuer {
  readonly trusted: TrustedIssuer;
  /**
   * `held`: the answer holds · `due`: it holds, and it is time to ask again · `overdue`: it serves where nobody can be asked ·
   * `expired`: it is too old for that.
   */
  readonly state: 'held' | 'due' | 'overdue' | 'expired';
}

/** The issuers that were found lately, a thousand of them. */
export interface KnownIssuers {
  get(issuer: string): KnownIssuer | undefined;
  /** Takes an answer. The rules are new with each; keys that are fetched in the same way stay at hand. */
  take(created: TrustedIssuer, by: FetchedBy | undefined): TrustedIssuer;
  delete(issuer: string): void;
  readonly values: () => readonly TrustedIssuer[];
}

interface Answer {
  readonly trusted: TrustedIssuer;
  /** What the keys are fetched by; absent where they are not. */
  readonly fetchedBy: FetchedBy | undefined;
  readonly dueAfterMs: number;
  /** From where its age counts; when it came, unless the clock was set back since. */
  agesFromMs: number;
}

const maxIssuers = 1_000;
const minute = 60_000;
/** How long an answer holds: a tenant that has left is refused after it. */
const heldMs = 10 * minute;
/** How long past that time the answer serves while there is no newer one. */
const staleMs = 60 * minute;

/**
 * Remembers the issuers that a function has found: for ten minutes, and for one hour more where it cannot be asked.
 *
 * @param clock - epoch milliseconds
 * @param random - uniform in [0, 1): spreads the questions of many processes
 */
export function createKnownIssuers(clock: () => number, random: () => number): KnownIssuers {
  const answers = createRecentMap<Answer>(maxIssuers);

  /** A clock that was set back would make an answer hold for as long: from then on it counts as just past its time. */
  function ageOf(answer: Answer): number {
    if (clock() < answer.agesFromMs) answer.agesFromMs = clock() - heldMs;
    return clock() - answer.agesFromMs;
  }

  function stateOf(answer: Answer): KnownIssuer['state'] {
    const ageMs = ageOf(answer);
    if (ageMs < answer.dueAfterMs) return 'held';
    if (ageMs < heldMs) return 'due';
    return ageMs < heldMs + staleMs ? 'overdue' : 'expired';
  }

  return Object.freeze<KnownIssuers>({
    get: (issuer) => {
      const answer = answers.get(issuer);
      return answer && { trusted: answer.trusted, state: stateOf(answer) };
    },
    take: (created, by) => {
      const before = answers.get(created.issuer);
      const keepsKeys = before !== undefined && isFetchedAlike(before.fetchedBy, by);
      const trusted = keepsKeys ? Object.freeze({ ...created, keys: before.trusted.keys }) : created;
      const dueAfterMs = heldMs * (0.7 + 0.2 * random());
      answers.set(trusted.issuer, { trusted, fetchedBy: by, dueAfterMs, agesFromMs: clock() });
      return trusted;
    },
    delete: (issuer) => {
      answers.delete(issuer);
    },
    values: () => answers.values().map(({ trusted }) => trusted),
  });
}
