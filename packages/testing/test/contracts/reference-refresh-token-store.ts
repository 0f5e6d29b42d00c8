import { isExpired, rotationVerdict } from '@jwt-guard/issuer';
import type {
  NewSession,
  RefreshSession,
  RefreshTokenStore,
  RotationDecision,
  RotationRequest,
  SessionRecord,
} from '@jwt-guard/issuer';

/** How a reference store can be broken. */
export interface Faults {
  /** Decides in the place of `rotationVerdict`. */
  readonly decide?: (record: SessionRecord, request: RotationRequest, nowMs: number) => RotationDecision;
  /** Waits between reading and writing. */
  readonly between?: () => Promise<void>;
  /** Forgets a session as soon as it is revoked. */
  readonly forgetful?: true;
}

/** A store on a plain map that decides by `rotationVerdict`, and can be broken on purpose. */
export function createReferenceStore(clock: () => number, faults: Faults = {}): RefreshTokenStore {
  const { decide = rotationVerdict, between, forgetful } = faults;
  const records = new Map<string, SessionRecord>();
  const buried = new Set<string>();
  const live = (id: string): RefreshSession | undefined => {
    const record = records.get(id);
    return record?.status === 'live' && !isExpired(record.session, clock()) ? record.session : undefined;
  };
  const all = (): readonly RefreshSession[] => [...records.values()].map(({ session }) => session);

  return {
    start: (session) => {
      if (records.has(session.id) || buried.has(session.id)) return Promise.reject(new Error('The id exists.'));
      const record = newRecord(session, clock());
      records.set(session.id, record);
      return Promise.resolve(record.session);
    },
    rotate: async (request) => {
      const before = records.get(request.sessionId);
      if (between !== undefined) await between();
      if (before === undefined) return { outcome: 'unknown' };
      const { verdict, record } = decide(before, request, clock());
      records.set(request.sessionId, record);
      return verdict;
    },
    find: (id) => Promise.resolve(live(id)),
    revoke: (id) => {
      const record = records.get(id);
      if (record === undefined) buried.add(id);
      else records.set(id, { ...record, status: 'pending' });
      if (forgetful) records.delete(id);
      return Promise.resolve(record?.session);
    },
    confirmRevocation: (id) => {
      const record = records.get(id);
      if (record?.status === 'pending') records.set(id, { ...record, status: 'revoked' });
      return Promise.resolve();
    },
    list: ({ issuer, subject }) =>
      Promise.resolve(
        all()
          .filter((session) => session.issuer === issuer && session.subject === subject)
          .flatMap(({ id }) => live(id) ?? [])
          .sort((one, other) => other.lastUsedAtMs - one.lastUsedAtMs),
      ),
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    sessionIds: async function* (owner) {
      for (const session of all()) {
        const isTheirs = 'subject' in owner ? session.subject === owner.subject : session.clientId === owner.clientId;
        if (session.issuer === owner.issuer && isTheirs) yield session.id;
      }
    },
  };
}

function newRecord({ lifetimeMs, idleLifetimeMs, secretId, ...own }: NewSession, nowMs: number): SessionRecord {
  const session: RefreshSession = {
    ...own,
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
    expiresAtMs: nowMs + lifetimeMs,
    idleExpiresAtMs: nowMs + Math.min(idleLifetimeMs, lifetimeMs),
  };
  return { session, counter: 0, secretId, rotatedAtMs: nowMs, status: 'live' };
}
