import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { combineKeys } from '../keys/combine-keys.js';
import type { SecretInput } from '../keys/static-keys.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';

/** Which Supabase project it is. */
export interface SupabaseOptions {
  /** What stands before `.supabase.co`. */
  readonly projectRef: string;
  /** Default `authenticated`: users who have signed in, anonymous ones among them (`is_anonymous`). */
  readonly audience?: string | readonly string[];
  /** The legacy JWT secret, while the project moves to signing keys: tokens by it (HS256) and by the keys pass side by side. */
  readonly legacySecret?: SecretInput;
}

/**
 * Access tokens by Supabase Auth, signed by its signing keys, and by the legacy secret where you pass it. `role` is a role of
 * Postgres; the roles of your application are those in `app_metadata`, which users cannot write.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://supabase.com/docs/guides/auth/jwt-fields JWT claims}
 */
export function supabase(options: SupabaseOptions): IssuerOptions {
  const own = ownOptions(options, ['projectRef', 'audience', 'legacySecret'], 'supabase');
  const issuer = `https://${projectRef(own.projectRef)}.supabase.co/auth/v1`;
  const audience = 'audience' in own ? own.audience : 'authenticated';
  return Object.freeze<IssuerOptions>({
    issuer,
    ...keysAt(`${issuer}/.well-known/jwks.json`, own),
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

function keysAt(jwksUri: string, own: SupabaseOptions): Pick<IssuerOptions, 'jwksUri' | 'keys' | 'algorithms'> {
  if (!('legacySecret' in own)) return { jwksUri, algorithms: ['ES256', 'RS256'] };
  const secret = givenSecret(own.legacySecret);
  return { keys: combineKeys({ jwksUri }, { secret }), algorithms: ['ES256', 'RS256', 'HS256'] };
}

/** An option that was written down counts: a secret that is undefined must not look like one that is in force. */
function givenSecret(secret: SecretInput | undefined): SecretInput {
  if (secret !== undefined) return secret;
  throw new InvalidOptionError(
    'supabase.legacySecret',
    'is undefined: set it, or leave it out once no token is by it.',
  );
}

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted:
    'The anon and service_role keys are issued by "supabase" and stand for no user: send the token of a session.',
  algorithm_not_allowed:
    'The project still signs with its legacy secret (HS256): pass `legacySecret` until it has moved to signing keys.',
});
