import { answered } from './answered.js';
import type { RefreshEvent, RefreshEvents } from './refresh-events.js';
import type { RefreshSession, SessionOwner } from './refresh-token-store.js';
import type { RefreshSettings } from './refresh-tokens-options.js';

/** Tells operators what happened to a session. */
export type TellRefreshEvent = (name: keyof RefreshEvents, session: RefreshSession) => void;

/** Ends sessions, each in three steps that may be taken again from the first: the family, its access tokens, and that both are done. */
export interface SessionEnd {
  /** Ends a session, whether or not it is known. */
  end(sessionId: string): Promise<void>;
  /** Takes the last two steps for a session that the store has revoked. */
  complete(session: RefreshSession): Promise<void>;
  /** Ends all sessions of an owner but the one, and writes the watermark. */
  endAll(owner: SessionOwner, watermark: () => Promise<void>, exceptSession?: string): Promise<void>;
}

const endedAtOnce = 16;
const maxRemembered = 10_000;

/** Every method rejects with `StoreUnavailableError` when a step may not have been taken. */
export function createSessionEnd(settings: RefreshSettings, tell: TellRefreshEvent): SessionEnd {
  const { store, revocation } = settings;
  const { issuer } = settings.issuer;

  const revokeAccess = async (sessionId: string): Promise<void> => {
    await answered(() => revocation?.revokeSession({ issuer, sessionId }));
    await answered(() => store.confirmRevocation(sessionId));
  };
  const end = async (sessionId: string): Promise<void> => {
    const session = await answered(() => store.revoke(sessionId));
    await revokeAccess(sessionId);
    if (session !== undefined) tell('sessionRevoked', session);
  };

  return Object.freeze<SessionEnd>({
    end,
    complete: async (session) => {
      await revokeAccess(session.id);
      tell('sessionRevoked', session);
    },
    /**
     * The families come first: a refresh that sees the watermark, and would issue beyond it, then finds its family revoked.
     * They come once more after it: a login could slip in between, whose access token the watermark meets and whose
     * refresh token would live on.
     */
    endAll: async (owner, watermark, exceptSession) => {
      const passedOver = new Set(exceptSession === undefined ? [] : [exceptSession]);
      const endOthers = (): Promise<void> => answered(() => inBatches(store.sessionIds(owner), passedOver, end));
      await endOthers();
      await answered(watermark);
      await endOthers();
    },
  });
}

/** Remembers whom it has met, up to a bound: to meet the others again costs time, not memory. */
async function inBatches(
  ids: AsyncIterable<string>,
  passedOver: Set<string>,
  work: (id: string) => Promise<void>,
): Promise<void> {
  let batch: string[] = [];
  for await (const id of ids) {
    if (passedOver.has(id)) continue;
    if (passedOver.size < maxRemembered) passedOver.add(id);
    batch.push(id);
    if (batch.length < endedAtOnce) continue;
    await Promise.all(batch.map(work));
    batch = [];
  }
  await Promise.all(batch.map(work));
}

/** The members of an event, by name: a session also has a device, which is the user's own text. */
export function refreshEventOf({ issuer, subject, clientId, id }: RefreshSession): RefreshEvent {
  return Object.freeze({ issuer, subject, clientId, sessionId: id });
}
