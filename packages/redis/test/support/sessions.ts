import { randomBytes } from 'node:crypto';

import type { NewSession, RotationRequest } from '@jwt-guard/issuer';

/** A session that nobody else has. */
export function newSession(changes: Partial<NewSession> = {}): NewSession {
  return {
    id: randomBytes(16).toString('base64url'),
    issuer: 'https://issuer.test',
    subject: 'user-1',
    clientId: 'web',
    scopes: ['reports:read'],
    audience: ['https://api.test'],
    lifetimeMs: 3_600_000,
    idleLifetimeMs: 600_000,
    secretId: 'k1',
    ...changes,
  };
}

/** Presents a token of a session. */
export function rotation(session: { readonly id: string }, changes: Partial<RotationRequest> = {}): RotationRequest {
  return {
    sessionId: session.id,
    counter: 0,
    clientId: 'web',
    graceMs: 30_000,
    idleLifetimeMs: 600_000,
    secretId: 'k1',
    ...changes,
  };
}
