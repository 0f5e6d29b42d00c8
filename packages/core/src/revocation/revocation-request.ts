import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { ownOptions } from '../options/own-options.js';
import { revocationMarginSeconds } from './revocation-index.js';
import type { RevocationWriter } from './revocation-store.js';

/** What each method of a {@link RevocationWriter} is given. */
export interface RevocationRequests {
  readonly token: Parameters<RevocationWriter['revokeToken']>[0];
  readonly session: Parameters<RevocationWriter['revokeSession']>[0];
  readonly subject: Parameters<RevocationWriter['revokeSubject']>[0];
  readonly client: Parameters<RevocationWriter['revokeClient']>[0];
  readonly issuer: Parameters<RevocationWriter['revokeIssuer']>[0];
}

const maxIdLength = 2_048;

/** What must be there at each level; all else may be. */
const members = {
  token: { ids: ['issuer', 'jti'], more: ['expiresAt'] },
  session: { ids: ['issuer', 'sessionId'], more: [] },
  subject: { ids: ['issuer', 'subject'], more: ['exceptSession'] },
  client: { ids: ['issuer', 'clientId'], more: [] },
  issuer: { ids: ['issuer'], more: [] },
} as const;

/**
 * Checks what somebody wants to revoke, for those who write a store: nothing that cannot be revoked as it was said is
 * revoked in another way, or not at all, in silence.
 *
 * @returns a frozen copy
 * @throws {InvalidOptionError} When an id is no text of 1 to 2,048 characters, `expiresAt` no finite number, or a name unknown.
 */
export function readRevocationRequest<Level extends keyof RevocationRequests>(
  level: Level,
  request: RevocationRequests[Level],
): RevocationRequests[Level] {
  const { ids, more } = members[level];
  const own = ownOptions(request as Readonly<Record<string, unknown>>, [...ids, ...more]);
  for (const name of ids) requireId(own[name], name);
  if (own['exceptSession'] !== undefined) requireId(own['exceptSession'], 'exceptSession');
  if (own['expiresAt'] !== undefined && !Number.isFinite(own['expiresAt']))
    throw new InvalidOptionError('expiresAt', 'pass the `exp` of the token, in epoch seconds, or leave it out.');
  return own as unknown as RevocationRequests[Level];
}

/**
 * Until when the revocation of a token is needed: its `exp`, but at most the longest lifetime from now, and the margin
 * that verifiers' clocks may differ by. In whole epoch seconds; a second that has passed means that nothing is to be stored.
 *
 * @param expiresAt - the `exp` of the token, a fraction or any size allowed; undefined where it is not known
 */
export function tokenHeldUntil(
  expiresAt: number | undefined,
  { nowSeconds, maxLifetimeSeconds }: { readonly nowSeconds: number; readonly maxLifetimeSeconds: number },
): number {
  const longest = nowSeconds + maxLifetimeSeconds;
  return Math.ceil(Math.min(expiresAt ?? longest, longest)) + revocationMarginSeconds;
}

function requireId(value: unknown, name: string): void {
  if (typeof value !== 'string' || value === '' || value.length > maxIdLength)
    throw new InvalidOptionError(name, `pass a text of 1 to ${maxIdLength} characters.`);
}
