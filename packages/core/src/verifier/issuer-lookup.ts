import { KeysUnavailableError } from '../errors/keys-unavailable-error.js';
import type { IssuersFailedEvent } from '../events/events.js';
import { createBackOff } from '../keys/back-off.js';
import type { BackOff } from '../keys/back-off.js';
import { createFetchBudget } from '../keys/fetch-budget.js';
import { withinTime } from '../ports/within-time.js';
import { createRecentMap } from './recent-map.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import type { IssuerOptions, IssuerResolver } from './verifier-options.js';

/** What a lookup is made of. */
export interface IssuerLookupOptions {
  /** The user's function. */
  readonly resolver: IssuerResolver;
  /** Takes an answer that came in time; throws where it cannot be used. */
  readonly settle: (issuer: string, answer: IssuerOptions | undefined) => TrustedIssuer | undefined;
  readonly report: (failure: IssuersFailedEvent) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Asks for issuers, and bounds how often. */
export interface IssuerLookup {
  /**
   * Joins the question about this issuer that is under way, or asks.
   *
   * @throws {KeysUnavailableError} When there is no answer, or when it is too early to ask.
   */
  run(issuer: string, context: { readonly isKnown: boolean }): Promise<TrustedIssuer | undefined>;
  /** Asks once more about a known issuer, and lets nobody wait for it. */
  runInBackground(issuer: string): void;
  /** Whether the last question about this issuer has failed. */
  isFailing(issuer: string): boolean;
  /** Asks no more. */
  close(): void;
}

const timeoutMs = 5_000;
const maxFailing = 1_000;
/** Anybody can make up issuers; each is a question to somebody's database. */
const questions = { size: 50, refillMs: 100 };

/** One question about one issuer at a time; 50 about new ones at once, and ten a second after that; back-off where an answer fails. */
export function createIssuerLookup(options: IssuerLookupOptions): IssuerLookup {
  const { resolver, settle, report, clock, random } = options;
  const underWay = new Map<string, Promise<TrustedIssuer | undefined>>();
  const failing = createRecentMap<BackOff>(maxFailing);
  const budget = createFetchBudget(clock, questions);
  let isClosed = false;

  const mayAsk = (issuer: string): boolean => !isClosed && failing.get(issuer)?.isWaiting() !== true;

  async function ask(issuer: string): Promise<TrustedIssuer | undefined> {
    try {
      const answer = await withinTime(answerOf(resolver, issuer), timeoutMs, 'issuer resolver');
      const trusted = settle(issuer, answer);
      failing.delete(issuer);
      return trusted;
    } catch (error) {
      return fail(issuer, error);
    } finally {
      underWay.delete(issuer);
    }
  }

  function fail(issuer: string, error: unknown): never {
    const backOff = failing.get(issuer) ?? createBackOff(clock, random);
    backOff.noteFailure();
    failing.set(issuer, backOff);
    const retryAfterSeconds = backOff.retryAfterSeconds();
    report({ error, retryAfterSeconds });
    throw new KeysUnavailableError({ retryAfterSeconds, cause: error });
  }

  function start(issuer: string): Promise<TrustedIssuer | undefined> {
    const answer = ask(issuer);
    underWay.set(issuer, answer);
    return answer;
  }

  return Object.freeze<IssuerLookup>({
    run: async (issuer, { isKnown }) => {
      const shared = underWay.get(issuer);
      if (shared !== undefined) return shared;
      if (!mayAsk(issuer))
        throw new KeysUnavailableError({ retryAfterSeconds: failing.get(issuer)?.retryAfterSeconds() ?? 1 });
      if (!isKnown && !budget.spend()) throw new KeysUnavailableError();
      return start(issuer);
    },
    runInBackground: (issuer) => {
      if (mayAsk(issuer) && !underWay.has(issuer)) start(issuer).catch(() => undefined); // Asked again before its time ends.
    },
    isFailing: (issuer) => failing.get(issuer) !== undefined,
    close: () => {
      isClosed = true;
    },
  });
}

/** Whatever it throws at once becomes a rejection. */
async function answerOf(resolver: IssuerResolver, issuer: string): Promise<IssuerOptions | undefined> {
  return resolver(issuer);
}
