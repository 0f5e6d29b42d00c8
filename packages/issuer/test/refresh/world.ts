import { randomBytes } from 'node:crypto';

import type { RevocableToken, RevocationWriter } from '@jwt-guard/core';
import { createKeyRing, createRefreshTokens, createTokenIssuer, MemoryRefreshTokenStore } from '@jwt-guard/issuer';
import type {
  IssuedTokens,
  KeyRing,
  RefreshEvents,
  RefreshTokens,
  RefreshTokensOptions,
  Secret,
  SecretSource,
} from '@jwt-guard/issuer';

export const issuerUrl = 'https://auth.example.com';
export const startMs = 1_800_000_000_000;
const eventNames = [
  'sessionStarted',
  'rotated',
  'replayedInGrace',
  'reuseDetected',
  'lostWrite',
  'sessionRevoked',
] as const;

let sharedKeys: Promise<KeyRing> | undefined;

/** A service on a store in memory, the time that both live by, and what was told and revoked. */
export async function createWorld(options: Partial<RefreshTokensOptions> = {}) {
  const time = { nowMs: startMs };
  const clock = () => time.nowMs;
  const keys = await (sharedKeys ??= createKeyRing());
  const store = new MemoryRefreshTokenStore({ clock });
  const secrets = secretsOf('s1');
  const revocation = createRevocations(clock);
  const issuer = createTokenIssuer({
    issuer: issuerUrl,
    audience: 'https://api.example.com',
    clientId: 'web',
    keys,
    clock,
  });
  const events: { readonly name: keyof RefreshEvents; readonly subject: string; readonly sessionId: string }[] = [];
  const create = (changes: Partial<RefreshTokensOptions> = {}): RefreshTokens => {
    const tokens = createRefreshTokens({ issuer, store, secrets, revocation, ...options, ...changes });
    for (const name of eventNames)
      tokens.on(name, ({ subject, sessionId }) => events.push({ name, subject, sessionId }));
    return tokens;
  };
  return { time, store, secrets, revocation, issuer, events, create, tokens: create() };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** The names of the events so far. */
export const told = (world: Pick<World, 'events'>) => world.events.map(({ name }) => name);

/** The rejection of an attempt that must not succeed. */
export async function refusal(attempt: Promise<unknown>): Promise<Record<string, unknown>> {
  return attempt.then(
    () => {
      throw new Error('It succeeded.');
    },
    (error: unknown) => error as Record<string, unknown>,
  );
}

/** A source whose secrets can be changed. */
export function secretsOf(...ids: readonly string[]) {
  const held = new Map<string, Secret>(ids.map((id) => [id, { id, bytes: randomBytes(32) }]));
  const source: SecretSource & { readonly held: Map<string, Secret>; readonly add: (id: string) => void } = {
    held,
    add: (id) => void held.set(id, { id, bytes: randomBytes(32) }),
    current: () => Promise.resolve([...held.values()].at(-1) as Secret),
    find: (id) => Promise.resolve(held.get(id)),
  };
  return source;
}

/** Keeps what was revoked, and says whether an access token is refused by it. */
export function createRevocations(clock: () => number) {
  const sessions = new Set<string>();
  const subjects = new Map<string, { readonly second: number; readonly exceptSession?: string }>();
  const clients = new Map<string, number>();
  const calls: string[] = [];
  const second = () => Math.floor(clock() / 1_000);
  const watermark = ({ sessionId, subject = '', clientId = '' }: RevocableToken) => {
    const entry = subjects.get(subject);
    const marks = [entry?.exceptSession === sessionId ? undefined : entry?.second, clients.get(clientId)];
    const known = marks.filter((mark) => mark !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  const writer: RevocationWriter = {
    revokeToken: () => Promise.resolve(),
    revokeIssuer: () => Promise.resolve(),
    revokeSession: ({ sessionId }) => {
      calls.push(`session ${sessionId}`);
      sessions.add(sessionId);
      return Promise.resolve();
    },
    revokeSubject: ({ subject, exceptSession }) => {
      calls.push(`subject ${subject}`);
      subjects.set(subject, { second: second(), ...(exceptSession !== undefined && { exceptSession }) });
      return Promise.resolve();
    },
    revokeClient: ({ clientId }) => {
      calls.push(`client ${clientId}`);
      clients.set(clientId, second());
      return Promise.resolve();
    },
    watermark: (token) => Promise.resolve(watermark(token)),
  };
  const refuses = ({ accessToken, session }: IssuedTokens) =>
    sessions.has(session.id) ||
    accessToken.issuedAt <=
      (watermark({
        issuer: session.issuer,
        sessionId: session.id,
        subject: session.subject,
        clientId: session.clientId,
      }) ?? -1);
  return { ...writer, calls, sessions, refuses };
}
