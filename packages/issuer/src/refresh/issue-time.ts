import { TokenRequestError } from '../errors/token-request-error.js';
import { answered } from './answered.js';
import type { RefreshSession, RotationVerdict } from './refresh-token-store.js';
import type { RefreshSettings } from './refresh-tokens-options.js';

type Bearer = Pick<RefreshSession, 'id' | 'issuer' | 'subject' | 'clientId'>;
type Taken = Extract<RotationVerdict, { readonly counter: number }>;

/** The latest watermark that meets a session's access tokens, in whole epoch seconds. */
export async function watermarkOf(
  { id, issuer, subject, clientId }: Bearer,
  { revocation }: RefreshSettings,
): Promise<number | undefined> {
  if (revocation === undefined) return undefined;
  return answered(() => revocation.watermark({ issuer, sessionId: id, subject, clientId }));
}

/**
 * When an access token is issued, in epoch seconds: by the store's clock, and beyond the watermark.
 *
 * @param watermark - read before the store's step. One that is written later is left to meet the token: else a token could
 *   leap over the very revocation that is meant for it.
 */
export function issueTimeBeyond(watermark: number | undefined, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1_000), (watermark ?? 0) + 1);
}

/**
 * The same after a rotation, whose subject nobody knew before the store's step. A watermark that is older than the step needs
 * no thought. One that is not may have been written meanwhile; then the family was revoked before it, so a family that
 * lives shows that the token may go beyond.
 *
 * @throws {TokenRequestError} (as rejection) `invalid_grant` when the session was revoked meanwhile.
 */
export async function issueTimeAfter({ session, nowMs }: Taken, settings: RefreshSettings): Promise<number> {
  const watermark = await watermarkOf(session, settings);
  const second = Math.floor(nowMs / 1_000);
  if (watermark === undefined || watermark < second) return second;
  if ((await answered(() => settings.store.find(session.id))) === undefined)
    throw new TokenRequestError('invalid_grant', 'revoked');
  return watermark + 1;
}
