import { randomBytes } from 'node:crypto';

import { createEventEmitter, ownOptions } from '@jwt-guard/core';

import { isTokenRequestError, TokenRequestError } from '../errors/token-request-error.js';
import { identifier } from '../tokens/identifier.js';
import { answered } from './answered.js';
import { authenticToken, secretOf } from './authentic-token.js';
import { issueTimeAfter, issueTimeBeyond, watermarkOf } from './issue-time.js';
import type { RefreshEvents } from './refresh-events.js';
import type { RotationVerdict } from './refresh-token-store.js';
import { assertSecret, isSessionId } from './refresh-token.js';
import { readRefreshTokensOptions } from './refresh-tokens-options.js';
import type { RefreshSettings, RefreshTokensOptions } from './refresh-tokens-options.js';
import type { IssuedTokens, RefreshTokens } from './refresh-tokens.js';
import { createSessionEnd, refreshEventOf } from './session-end.js';
import type { SessionEnd, TellRefreshEvent } from './session-end.js';
import { readRotateRequest, readSessionRequest } from './session-request.js';
import { issueTokens } from './session-tokens.js';

type Taken = Extract<RotationVerdict, { readonly counter: number }>;

const sessionIdBytes = 16;

/**
 * Creates refresh tokens that work once: rotation in one atomic step of the store, the same successor for the parent
 * within grace, the whole session revoked for any other reuse.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}
 * @throws {InvalidOptionError} When an option is wrong; it names the option and the remedy.
 */
export function createRefreshTokens(options: RefreshTokensOptions): RefreshTokens {
  const settings = readRefreshTokensOptions(options);
  const { store, revocation } = settings;
  const { issuer } = settings.issuer;
  const events = createEventEmitter<RefreshEvents>(eventNames);
  const tell: TellRefreshEvent = (name, session) => {
    if (events.hears(name)) events.emit(name, refreshEventOf(session));
  };
  const sessionEnd = createSessionEnd(settings, tell);

  return Object.freeze<RefreshTokens>({
    issuer,
    start: createStart(settings, sessionEnd, tell),
    rotate: createRotate(settings, sessionEnd, tell),
    sessionOf: async (refreshToken) => {
      const token = await authenticToken(refreshToken, settings).catch(noneIfRefused);
      return token === undefined ? undefined : answered(() => store.find(token.sessionId));
    },
    revoke: async (refreshToken, by = {}) => {
      const { clientId } = ownOptions(by, ['clientId']);
      const token = await authenticToken(refreshToken, settings).catch(noneIfRefused);
      if (token === undefined) return;
      const session = await answered(() => store.find(token.sessionId));
      // One that lives no more is ended again: its revocation may not have come to an end.
      if (session === undefined || clientId === undefined || session.clientId === clientId)
        await sessionEnd.end(token.sessionId);
    },
    revokeSession: createRevokeSession(settings, sessionEnd),
    revokeSubject: async (subject, subjectOptions = {}) => {
      const { exceptSession } = ownOptions(subjectOptions, ['exceptSession']);
      const owner = { issuer, subject: identifier(subject, 'sub') };
      const exception = exceptSession === undefined ? {} : { exceptSession: identifier(exceptSession, 'sid') };
      await sessionEnd.endAll(owner, async () => revocation?.revokeSubject({ ...owner, ...exception }), exceptSession);
    },
    revokeClient: async (clientId) => {
      const owner = { issuer, clientId: identifier(clientId, 'client_id') };
      await sessionEnd.endAll(owner, async () => revocation?.revokeClient(owner));
    },
    list: (subject) => answered(() => store.list({ issuer, subject })),
    on: events.on,
  });
}

function createRevokeSession(settings: RefreshSettings, sessionEnd: SessionEnd): RefreshTokens['revokeSession'] {
  const { store } = settings;
  const { issuer } = settings.issuer;
  const isOurs = async (sessionId: string): Promise<boolean> =>
    ((await store.find(sessionId))?.issuer ?? issuer) === issuer;

  return async (sessionId, by) => {
    // A subject that the caller does not know is an error, and not everybody.
    const owner = by && { issuer, subject: identifier(ownOptions(by, ['subject']).subject, 'sub') };
    if (!isSessionId(sessionId)) return;
    // Not by `find`, which does not know one that has ended: its revocation may not have come to an end.
    const mayEnd = owner === undefined ? () => isOurs(sessionId) : () => holds(store.sessionIds(owner), sessionId);
    if (await answered(mayEnd)) await sessionEnd.end(sessionId);
  };
}

async function holds(ids: AsyncIterable<string>, wanted: string): Promise<boolean> {
  for await (const id of ids) if (id === wanted) return true;
  return false;
}

const eventNames: readonly (keyof RefreshEvents)[] = [
  ...(['sessionStarted', 'rotated', 'replayedInGrace'] as const),
  ...(['reuseDetected', 'lostWrite', 'sessionRevoked'] as const),
];

function createStart(
  settings: RefreshSettings,
  sessionEnd: SessionEnd,
  tell: TellRefreshEvent,
): RefreshTokens['start'] {
  const { store, secrets, lifetimeMs, idleLifetimeMs } = settings;
  return async (request) => {
    const login = readSessionRequest(request, settings.issuer);
    const id = randomBytes(sessionIdBytes).toString('base64url');
    const secret = assertSecret(await answered(() => secrets.current()));
    const watermark = await watermarkOf({ ...login, id }, settings);
    const session = await answered(() =>
      store.start({ ...login, id, lifetimeMs, idleLifetimeMs, secretId: secret.id }),
    );
    tell('sessionStarted', session);
    const nowMs = session.createdAtMs;
    const entitlement = { session, asked: {}, counter: 0, secret, nowMs, issuedAt: issueTimeBeyond(watermark, nowMs) };
    return issueTokens(entitlement, settings, sessionEnd).catch(async (error: unknown): Promise<IssuedTokens> => {
      // Nobody has its tokens: it should not stay in the user's list of devices. If that fails too, it expires unused.
      if (!isTokenRequestError(error)) await sessionEnd.end(id).catch(() => undefined);
      throw error;
    });
  };
}

function createRotate(
  settings: RefreshSettings,
  sessionEnd: SessionEnd,
  tell: TellRefreshEvent,
): RefreshTokens['rotate'] {
  const { store, secrets, graceMs, idleLifetimeMs } = settings;
  return async (refreshToken, request = {}) => {
    const asked = readRotateRequest(request, settings.issuer);
    const { sessionId, counter } = await authenticToken(refreshToken, settings);
    const current = assertSecret(await answered(() => secrets.current()));
    const rotation = { ...asked, sessionId, counter, graceMs, idleLifetimeMs, secretId: current.id };
    const taken = await takenOr(sessionEnd, tell, await answered(() => store.rotate(rotation)));
    const secret = taken.secretId === current.id ? current : await secretOf(taken.secretId, settings);
    const issuedAt = await issueTimeAfter(taken, settings);
    return issueTokens({ ...taken, asked, secret, issuedAt }, settings, sessionEnd);
  };
}

const eventOf = { rotated: 'rotated', replayed: 'replayedInGrace', fast_forwarded: 'lostWrite' } as const;

/** Tells of the verdict, and throws for those that refuse. An alarm comes before the steps that may fail: a retry does not see the reuse. */
async function takenOr(sessionEnd: SessionEnd, tell: TellRefreshEvent, verdict: RotationVerdict): Promise<Taken> {
  switch (verdict.outcome) {
    case 'rotated':
    case 'replayed':
    case 'fast_forwarded':
      tell(eventOf[verdict.outcome], verdict.session);
      return verdict;
    case 'reused':
      tell('reuseDetected', verdict.session);
      await sessionEnd.complete(verdict.session);
      break;
    case 'revoked':
      if (verdict.pending) await sessionEnd.complete(verdict.session);
      break;
    case 'scope_exceeded':
      throw new TokenRequestError('invalid_scope', verdict.outcome);
    case 'audience_exceeded':
      throw new TokenRequestError('invalid_target', verdict.outcome);
    case 'unknown':
    case 'expired':
    case 'client_mismatch':
  }
  throw new TokenRequestError('invalid_grant', verdict.outcome);
}

function noneIfRefused(error: unknown): undefined {
  if (!isTokenRequestError(error)) throw error;
}
