import { ownOptions } from '../options/own-options.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';

/** Which Firebase project it is. */
export interface FirebaseOptions {
  /** The project's ID, not its number: `example-app`. */
  readonly projectId: string;
}

/**
 * ID tokens by Firebase Authentication: what `getIdToken()` answers. Session cookies and custom tokens come from other
 * issuers. Roles are a custom claim `roles`, where you set one.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://firebase.google.com/docs/auth/admin/verify-id-tokens Verify ID tokens}
 */
export function firebase(options: FirebaseOptions): IssuerOptions {
  const { projectId } = ownOptions(options, ['projectId'], 'firebase');
  if (typeof projectId !== 'string' || !/^[a-z][a-z0-9-]*$/.test(projectId))
    throw new InvalidOptionError(
      'firebase.projectId',
      'pass the project\'s ID, such as "example-app", not its number.',
    );
  return Object.freeze<IssuerOptions>({
    issuer: `https://securetoken.google.com/${projectId}`,
    jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    algorithms: ['RS256'],
    tokenKind: 'id-token',
    audience: projectId,
    requiredClaims: ['sub', 'auth_time'],
    rolesFrom: 'roles',
    hints,
  });
}

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted: 'A token of another project, a session cookie or a custom token: send what getIdToken() answers.',
  expired: 'ID tokens of Firebase live for an hour: ask getIdToken() before each request, it renews them.',
});
