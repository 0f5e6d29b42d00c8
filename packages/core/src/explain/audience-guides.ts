import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';
import type { Evidence } from './evidence.js';
import { quoted, quotedList } from './quoted.js';
import type { Finding, ReasonGuide } from './reason-guide.js';
import { spellingDifference } from './spelling-difference.js';

/** Reasons in whom a token is for. */
export const audienceGuides: Readonly<Record<'audience_missing' | 'audience_mismatch', ReasonGuide>> = {
  audience_missing: {
    summary: 'The token does not say whom it is for (`aud`).',
    likelyCause: 'The client did not ask for this API, or the issuer writes another claim than `aud`.',
    fix: 'Have the client name this API when it asks for a token, or use the preset of the provider; `binding` names another claim.',
    examine: (evidence) => ({ expected: expectedBy(evidence) }),
  },
  audience_mismatch: {
    summary: 'The token is for another audience.',
    likelyCause: 'The client asked for a token for another API, or `audience` is not written as the issuer writes it.',
    fix: 'Set `audience` to what stands in `aud`, if that names this API; otherwise have the client ask for this API.',
    examine: examineAudience,
  },
};

function examineAudience(evidence: Evidence): Finding {
  const expected = expectedBy(evidence);
  const { claims } = evidence;
  if (claims === undefined) return { expected };
  const found = audiences(claims);
  const cause = causes.map((causeOf) => causeOf(found, acceptedBy(evidence), claims));
  return { expected, found: `aud ${quotedList(found)}`, ...cause.find((finding) => finding !== undefined) };
}

function expectedBy(evidence: Evidence): string {
  return `aud ${quotedList(acceptedBy(evidence))}`;
}

/** A route may demand another audience than the issuer's options do. */
function acceptedBy({ error, trusted }: Evidence): readonly string[] {
  const demanded = error instanceof InvalidTokenError ? error.expected : undefined;
  return demanded ?? trusted?.policy.audience ?? [];
}

function audiences(claims: JsonObject): readonly string[] {
  const aud = ownClaim(claims, 'aud');
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.filter((audience) => typeof audience === 'string');
}

type CauseOf = (found: readonly string[], accepted: readonly string[], claims: JsonObject) => Finding | undefined;

const idTokenSigns = ['nonce', 'at_hash', 'c_hash'] as const;

const isIdToken: CauseOf = (found, _accepted, claims) => {
  const client = ownClaim(claims, 'azp') ?? ownClaim(claims, 'client_id');
  const isForClient = found.length === 1 && found[0] === client;
  if (!isForClient && !idTokenSigns.some((name) => Object.hasOwn(claims, name))) return undefined;
  return {
    likelyCause: 'This is an ID token: it is for the client, and tells it who has signed in.',
    fix: 'Have the client send the `access_token` of the answer, not the `id_token`.',
  };
};

const isMisspelt: CauseOf = (found, accepted) => {
  for (const audience of found) {
    for (const own of accepted) {
      const difference = spellingDifference(audience, own);
      if (difference !== undefined)
        return {
          likelyCause: `It differs from ${quoted(own)} only in ${difference}; audiences are compared exactly.`,
          fix: `Write ${quoted(audience)} in \`audience\`, or have the client ask for it by your name.`,
        };
    }
  }
  return undefined;
};

const isKeycloakAccount: CauseOf = (found) =>
  found.includes('account')
    ? {
        likelyCause: 'Keycloak lists `account` until an audience mapper adds your API.',
        fix: 'Add an audience mapper for this API to a client scope, and that scope to the client.',
      }
    : undefined;

const guid = /^(?:api:\/\/)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const bareGuid = (text: string): string => text.replace(/^api:\/\//, '');

const isOtherFormOfGuid: CauseOf = (found, accepted) => {
  const own = accepted.find((name) => guid.test(name) && found.map(bareGuid).includes(bareGuid(name)));
  if (own === undefined) return undefined;
  return {
    likelyCause: 'Entra ID writes the GUID of the app into tokens of v2, and its URI (api://...) into those of v1.',
    fix: 'Set `audience` to both, or the version that the app accepts (`requestedAccessTokenVersion`) to the one that you expect.',
  };
};

/** The more special first. */
const causes: readonly CauseOf[] = [isMisspelt, isOtherFormOfGuid, isKeycloakAccount, isIdToken];
