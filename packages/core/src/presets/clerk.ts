import type { Binding } from '../claims/binding.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { domainName } from './domain-name.js';

/** Which Clerk instance it is, and which origins may call this API. */
export interface ClerkOptions {
  /** The domain of the Frontend API: `clerk.example.com`, or `example.clerk.accounts.dev`. */
  readonly domain: string;
  /** The origins of your applications: `https://app.example.com`. */
  readonly authorizedParties: string | readonly string[];
  /**
   * Whether a session without `azp` is accepted: browsers that hide their origin and native applications make such. Nothing
   * then binds it but this instance's own keys. Default `reject`.
   */
  readonly whenAzpAbsent?: NonNullable<Binding['whenAbsent']>;
}

/**
 * Session tokens by Clerk. They have no `aud`: `azp`, the origin that the user signed in at, binds them. A session with tasks
 * left (`sts: pending`) is refused. Roles are those of the active organization, in version 2 of the claims.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://clerk.com/docs/guides/sessions/manual-jwt-verification Manual JWT verification}
 */
export function clerk(options: ClerkOptions): IssuerOptions {
  const own = ownOptions(options, ['domain', 'authorizedParties', 'whenAzpAbsent'], 'clerk');
  const issuer = `https://${domainName(own.domain, 'clerk.domain', 'clerk.example.com')}`;
  const whenAbsent = whenAzpAbsent(own);
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    ...(whenAbsent === 'accept' && { audience: null }),
    binding: [
      { claim: 'azp', values: origins(own.authorizedParties), whenAbsent },
      { claim: 'sts', values: ['active'], whenAbsent: 'accept' },
    ],
    requiredClaims: ['sub', 'sid'],
    clientIdFrom: 'azp',
    rolesFrom: 'o.rol',
    hints,
  });
}

function whenAzpAbsent({ whenAzpAbsent: outcome = 'reject' }: ClerkOptions): NonNullable<Binding['whenAbsent']> {
  if (['reject', 'accept'].includes(outcome)) return outcome;
  throw new InvalidOptionError('clerk.whenAzpAbsent', "pass 'reject' or 'accept'.");
}

function origins(parties: unknown): readonly string[] {
  const remedy = 'list the origins of your applications, such as "https://app.example.com": no slash at the end.';
  const listed = nonEmptyStrings(parties, 'clerk.authorizedParties', remedy);
  const isOrigin = (party: string): boolean => URL.canParse(party) && new URL(party).origin === party;
  if (!listed.every(isOrigin)) throw new InvalidOptionError('clerk.authorizedParties', remedy);
  return listed;
}

const hints: OperatorHints = Object.freeze({
  claim_missing: 'A session token has sub, sid and mostly azp; JWT templates and machine tokens of Clerk have no sid.',
  claim_mismatch: 'Another origin in azp, or a session with tasks left (sts: pending).',
  expired: 'Session tokens of Clerk live for a minute: ask getToken() before each request.',
});
