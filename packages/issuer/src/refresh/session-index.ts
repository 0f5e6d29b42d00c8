import type { SessionOwner } from './refresh-token-store.js';

/** Finds the ids of sessions by subject and by client. */
export interface SessionIndex {
  add(session: IndexedSession): void;
  remove(session: IndexedSession): void;
  /** A copy: what happens meanwhile does not show. */
  idsOf(owner: SessionOwner): readonly string[];
}

interface IndexedSession {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
}

/** Creates an index in memory, as large as what it holds. */
export function createSessionIndex(): SessionIndex {
  const ids = new Map<string, Set<string>>();

  return Object.freeze<SessionIndex>({
    add: (session) => {
      for (const key of keysOf(session)) ids.set(key, (ids.get(key) ?? new Set()).add(session.id));
    },
    remove: (session) => {
      for (const key of keysOf(session)) {
        ids.get(key)?.delete(session.id);
        if (ids.get(key)?.size === 0) ids.delete(key);
      }
    },
    idsOf: (owner) => [...(ids.get(ownerKey(owner)) ?? [])],
  });
}

function keysOf({ issuer, subject, clientId }: IndexedSession): readonly string[] {
  return [ownerKey({ issuer, subject }), ownerKey({ issuer, clientId })];
}

/** As JSON: no name can be made to look like another owner. */
function ownerKey(owner: SessionOwner): string {
  return JSON.stringify(
    'subject' in owner ? ['subject', owner.issuer, owner.subject] : ['client', owner.issuer, owner.clientId],
  );
}
