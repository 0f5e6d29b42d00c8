import type { RefreshSession } from './refresh-token-store.js';

/** Whether a session has expired, absolutely or by not being used: at the very millisecond, and after. */
export function isExpired(session: RefreshSession, nowMs: number): boolean {
  return nowMs >= session.expiresAtMs || nowMs >= session.idleExpiresAtMs;
}
