import { InsufficientScopeError } from '../errors/insufficient-scope-error.js';
import { grantsOf } from '../token/verified-token.js';
import type { Evidence } from './evidence.js';
import { quotedList } from './quoted.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

/** Reasons in what a route demands of a good token. */
export const demandGuides: Readonly<Record<'scope_missing' | 'role_missing' | 'claim_unsatisfied', ReasonGuide>> = {
  scope_missing: {
    summary: 'The token is good, and lacks a scope that the route demands.',
    likelyCause: 'The client did not ask for the scope, its user may not have it, or it stands in another claim.',
    fix: 'Have the client ask for the scope, and grant it at the issuer; `scopesFrom` says where scopes stand.',
    examine: examineScopes,
  },
  role_missing: {
    summary: 'The token is good, and lacks a role that the route demands.',
    likelyCause: 'The user does not have the role, or roles stand in another claim.',
    fix: 'Give the user the role at the issuer; `rolesFrom` says where roles stand.',
    examine: (evidence) => ({ ...examineDemand(evidence), found: rolesOf(evidence) }),
  },
  claim_unsatisfied: {
    summary: 'The token is good, and one of its claims is not what the route demands.',
    likelyCause: 'The user or the client is not one that the route is for.',
    fix: 'Compare the claim with requireClaim(); a list that holds the value is not the value.',
    examine: examineDemand,
  },
};

function examineScopes({ error, verified }: Evidence): Finding {
  const missing = error instanceof InsufficientScopeError ? error.missingScopes : [];
  return {
    expected: `the scopes ${quotedList(missing)}`,
    found: verified && `granted are ${quotedList(verified.scopes)}`,
  };
}

function rolesOf({ verified }: Evidence): string | undefined {
  return verified && `the roles ${quotedList(grantsOf(verified).roles)}`;
}

function examineDemand({ error }: Evidence): Finding {
  const demand = error instanceof InsufficientScopeError ? error.demand : undefined;
  if (demand === undefined) return {};
  const values = demand.values === undefined ? 'of which a predicate says yes' : quotedList(demand.values);
  return { expected: `${demand.claim} ${values}` };
}
