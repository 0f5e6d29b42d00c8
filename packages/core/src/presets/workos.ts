import type { NamesReader } from '../claims/scopes.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { pathSegment } from './path-segment.js';

/** Which WorkOS client this application is. */
export interface WorkosOptions {
  /** `client_…`, as the dashboard shows it. */
  readonly clientId: string;
}

/**
 * Access tokens of AuthKit sessions, by WorkOS. They have no `aud`: the key set binds them, since it is that of this client
 * alone. `permissions` are read as scopes. WorkOS writes its name in two ways, so there are two issuers.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://workos.com/docs/reference/authkit/session-tokens Session tokens}
 */
export function workos(options: WorkosOptions): { readonly issuers: readonly IssuerOptions[] } {
  const own = ownOptions(options, ['clientId'], 'workos');
  const clientId = pathSegment(own.clientId, 'workos.clientId', 'pass the client ID, such as "client_01H…".');
  const rule = {
    jwksUri: `https://api.workos.com/sso/jwks/${clientId}`,
    algorithms: ['RS256'],
    audience: null, // In its place: no other client signs with these keys.
    binding: { claim: 'client_id', values: [clientId], whenAbsent: 'accept' },
    requiredClaims: ['sub', 'sid'],
    scopesFrom: 'permissions',
    rolesFrom: readRoles,
    hints,
  } satisfies Partial<IssuerOptions>;
  const issuers = ['https://api.workos.com', `https://api.workos.com/user_management/${clientId}`].map((issuer) =>
    Object.freeze<IssuerOptions>({ issuer, ...rule }),
  );
  return Object.freeze({ issuers: Object.freeze(issuers) });
}

/** All roles, else the one that older tokens name. Whoever asks the reader checks what it answers. */
const readRoles: NamesReader = ({ roles, role }) => (roles ?? (role === undefined ? [] : [role])) as readonly string[];

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted: 'Tokens of WorkOS Connect are issued by your AuthKit domain: give that a verifier of its own.',
  key_not_found: 'The key set is that of one client: the token may be of another environment.',
  claim_missing: 'Access tokens of AuthKit have the session in `sid`.',
});
