import type { Evidence } from './evidence.js';
import { failureText } from './failure-text.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

/** Reasons that are our fault: nobody can tell whether the token is good. */
export const outageGuides: Readonly<Record<'keys_unavailable' | 'store_unavailable', ReasonGuide>> = {
  keys_unavailable: {
    summary: 'The keys of the issuer cannot be had, so no token can be verified.',
    likelyCause:
      'The issuer does not answer, its URL is wrong, or this server may not reach it (DNS, proxy, firewall, TLS).',
    fix: 'Fetch the URL from this server by curl. It is tried again by itself, with back-off; verifier.health() tells.',
    examine: examineKeys,
  },
  store_unavailable: {
    summary: 'The revocation store cannot tell whether the token was revoked.',
    likelyCause: 'The store does not answer, or is too far behind.',
    fix: 'Look at the store and the way to it; verifier.revocationHealth() tells. `whenUnknown` says what is done meanwhile.',
    examine: ({ error }) => ({ found: failureText(error.cause) }),
  },
};

/** What a user's function throws over an issuer may name the issuer, and nobody has proved that one. */
function examineKeys({ error, journey, trusted }: Evidence): Finding {
  if (journey.issuer === undefined)
    return {
      found: 'the function that finds issuers failed',
      likelyCause: 'The function `issuers` threw, did not answer in time, or was asked about too many issuers.',
      fix: 'Listen to the event issuersFailed: it holds the error.',
    };
  return {
    expected: `keys that are ${trusted?.keys.health?.().state === 'expired' ? 'not too old' : 'at hand'}`,
    found: failureText(error.cause),
  };
}
