import type { RotationRequest, RotationVerdict } from '@jwt-guard/issuer';

import { sessionOf, unexpectedReply, wholeNumber } from './session-text.js';

/**
 * Reads what `rotateScript` answers.
 *
 * @throws {StoreUnavailableError} When it is nothing that the script would say
 */
export function verdictOf(reply: readonly unknown[], request: RotationRequest): RotationVerdict {
  const [outcome, json, usedAtMs, idleExpiresAtMs, ...rest] = reply;
  switch (outcome) {
    case 'rotated':
    case 'fast_forwarded': {
      const session = sessionOf(json, usedAtMs, idleExpiresAtMs);
      const { secretId } = request;
      return { outcome, session, counter: request.counter + 1, secretId, nowMs: session.lastUsedAtMs };
    }
    case 'replayed': {
      const [counter, secretId, nowMs] = rest;
      const session = sessionOf(json, usedAtMs, idleExpiresAtMs);
      return { outcome, session, counter: wholeNumber(counter), secretId: String(secretId), nowMs: wholeNumber(nowMs) };
    }
    case 'reused':
      return { outcome, session: sessionOf(json, usedAtMs, idleExpiresAtMs) };
    case 'revoked':
      return { outcome, session: sessionOf(json, usedAtMs, idleExpiresAtMs), pending: rest[0] === 'pending' };
    case 'unknown':
    case 'expired':
    case 'client_mismatch':
    case 'scope_exceeded':
    case 'audience_exceeded':
      return { outcome };
    default:
      throw unexpectedReply();
  }
}
