import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';

/** Which Supabase project it is. */
export interface SupabaseOptions {
  /** What stands before `.supabase.co`. */
  readonly projectRef: string;
  /** Default `authenticated`: users who have signed in, anonymous ones among them (`is_anonymous`). */
  readonly audience?: string | readonly string[];
}

/**
 * Access tokens by Supabase Auth, signed by its signing keys. `role` is a role of Postgres; the roles of your application are
 * those in `app_metadata`, which users cannot write.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://supabase.com/docs/guides/auth/jwt-fields JWT claims}
 */
export function supabase(options: SupabaseOptions): IssuerOptions {
  const own = ownOptions(options, ['projectRef', 'audience'], 'supabase');
  const issuer = `https://${projectRef(own.projectRef)}.supabase.co/auth/v1`;
  const audience = 'audience' in own ? own.audience : 'authenticated';
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['ES256', 'RS256'],
    audience: nonEmptyStrings(audience, 'supabase.audience', 'leave it out for users who have signed in.'),
    requiredClaims: ['sub'],
    rolesFrom: 'app_metadata.roles',
    hints,
  });
}

function projectRef(value: unknown): string {
  if (typeof value !== 'string' || !/^[a-z0-9-]+$/.test(value))
    throw new InvalidOptionError(
      'supabase.projectRef',
      'pass what stands before ".supabase.co" in the URL of the project.',
    );
  return value;
}

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted:
    'The anon and service_role keys are issued by "supabase" and stand for no user: send the token of a session.',
  algorithm_not_allowed: 'The project still signs with its legacy secret (HS256): move it to signing keys.',
});
