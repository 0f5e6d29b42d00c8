import { ownClaim } from '../token/own-claim.js';
import type { Evidence } from './evidence.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

type TimeReason = 'expired' | 'not_yet_valid' | 'issued_in_future' | 'too_old' | 'lifetime_too_long';

const clocks = 'The clocks of this server and of the issuer differ.';
const synchronise = 'Synchronise the clock of this server (NTP); `clockTolerance` bridges up to 300 seconds.';

/** Reasons in the times of a token. */
export const timeGuides: Readonly<Record<TimeReason, ReasonGuide>> = {
  expired: {
    summary: 'The token has expired.',
    likelyCause: 'The client goes on using an old token.',
    fix: 'Have the client fetch a new token before this one expires, by its refresh token, and when it gets a 401.',
    examine: examineExpiry,
  },
  not_yet_valid: {
    summary: 'The token is not valid yet (`nbf`).',
    likelyCause: clocks,
    fix: synchronise,
    examine: (evidence) => ahead(evidence, 'nbf'),
  },
  issued_in_future: {
    summary: 'The token says that it was issued in the future (`iat`).',
    likelyCause: clocks,
    fix: synchronise,
    examine: (evidence) => ahead(evidence, 'iat'),
  },
  too_old: {
    summary: 'The token was issued too long ago.',
    likelyCause: 'The client keeps tokens longer than `maxTokenAge` allows.',
    fix: 'Have the client fetch a new token, or raise `maxTokenAge`.',
    examine: (evidence) => ({
      expected: `at most ${evidence.trusted?.policy.maxTokenAge} s since iat, and a tolerance of ${evidence.settings.clockTolerance} s`,
      found: secondsBetween(timeOf(evidence, 'iat'), evidence.nowSeconds, 's since iat'),
    }),
  },
  lifetime_too_long: {
    summary: 'The token lives longer than is allowed.',
    likelyCause:
      'The issuer is configured for longer lives than `maxLifetime`, the profile or the revocation store allow.',
    fix: 'Shorten the lifetime of access tokens at the issuer, or raise `maxLifetime` (and that of the revocation store).',
    examine: (evidence) => ({
      expected: `at most ${evidence.trusted?.policy.maxLifetime} s from iat to exp`,
      found: secondsBetween(timeOf(evidence, 'iat'), timeOf(evidence, 'exp'), 's'),
    }),
  },
};

const aMoment = 300;

function examineExpiry(evidence: Evidence): Finding {
  const exp = timeOf(evidence, 'exp');
  const expected = `a tolerance of ${evidence.settings.clockTolerance} s`;
  const found = secondsBetween(exp, evidence.nowSeconds, 's since exp');
  if (exp === undefined || evidence.nowSeconds - exp > aMoment) return { expected, found };
  return {
    expected,
    found,
    likelyCause: 'The client fetched no new token in time, or the clocks differ: it is not long since it expired.',
  };
}

function ahead(evidence: Evidence, claim: string): Finding {
  return {
    expected: `a tolerance of ${evidence.settings.clockTolerance} s`,
    found: secondsBetween(evidence.nowSeconds, timeOf(evidence, claim), `s until ${claim}`),
  };
}

function timeOf({ claims }: Evidence, name: string): number | undefined {
  const value = claims && ownClaim(claims, name);
  return typeof value === 'number' ? value : undefined;
}

function secondsBetween(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  return from === undefined || to === undefined ? undefined : `${Math.round(to - from)} ${unit}`;
}
