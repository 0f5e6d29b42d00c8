import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { domainName } from './domain-name.js';

/** Which OAuth clients may call this API, and for whom. */
export interface GoogleOptions {
  /** The OAuth client IDs whose users are accepted. */
  readonly clientId: string | readonly string[];
  /** The Workspace domains whose users alone are accepted. Default: any Google account. */
  readonly hostedDomain?: string | readonly string[];
}

/**
 * ID tokens by Google, whose access tokens are opaque. `aud` is your OAuth client; `hd` the Workspace domain. Google writes
 * its name in two ways, so there are two issuers.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken Validating an ID token}
 */
export function google(options: GoogleOptions): { readonly issuers: readonly IssuerOptions[] } {
  const own = ownOptions(options, ['clientId', 'hostedDomain'], 'google');
  const rule = {
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    algorithms: ['RS256'],
    tokenKind: 'id-token',
    audience: nonEmptyStrings(own.clientId, 'google.clientId', 'list the OAuth client IDs of your applications.'),
    ...hostedDomain(own),
    clientIdFrom: 'azp',
    hints,
  } satisfies Partial<IssuerOptions>;
  const issuers = ['https://accounts.google.com', 'accounts.google.com'].map((issuer) =>
    Object.freeze<IssuerOptions>({ issuer, ...rule }),
  );
  return Object.freeze({ issuers: Object.freeze(issuers) });
}

/** An option that was written down counts: a domain that is undefined must not let everybody in. */
function hostedDomain(own: GoogleOptions): Pick<IssuerOptions, 'binding'> {
  if (!('hostedDomain' in own)) return {};
  const option = 'google.hostedDomain';
  const domains = nonEmptyStrings(own.hostedDomain, option, 'list Workspace domains, or leave it out.');
  return { binding: { claim: 'hd', values: domains.map((domain) => domainName(domain, option, 'example.com')) } };
}

const hints: OperatorHints = Object.freeze({
  opaque: "Google's access tokens are opaque: send the ID token.",
  audience_mismatch: 'The audience is the OAuth client that the user signed in to: list its ID in `clientId`.',
  claim_missing: 'Only accounts of a Workspace have `hd`; those of gmail.com have none.',
});
