import type { NewSession, SessionOwner } from '@jwt-guard/issuer';

import { hashedName } from '../commands/key-names.js';
import type { RedisConnection } from '../commands/redis-connection.js';
import { indexScript } from './session-scripts.js';
import { unexpectedReply } from './session-text.js';

/** Which sessions a subject has, and a client: a sorted set for each, by the expiry of the sessions. */
export interface SessionIndex {
  /** Lists a session that is about to begin. */
  add(session: NewSession): Promise<void>;
  /** All ids of an owner, in batches as Redis hands them out. One that is added meanwhile may be missing. */
  idsOf(owner: SessionOwner): AsyncGenerator<string, void, undefined>;
}

/** An index lives on another node of a Cluster than its sessions, by another clock. */
const slackMs = 3_600_000;

/** Makes the index of a store. The owner's name is hashed, so that no subject is readable from a list of keys. */
export function createSessionIndex(connection: RedisConnection, prefix: string): SessionIndex {
  return Object.freeze<SessionIndex>({ add, idsOf });

  async function add({ id, issuer, subject, clientId, lifetimeMs }: NewSession): Promise<void> {
    const args = [id, String(Math.ceil(lifetimeMs) + slackMs)];
    const keys = [keyOf({ issuer, subject }), keyOf({ issuer, clientId })];
    await Promise.all(keys.map((key) => connection.writeScript(indexScript, key, args)));
  }

  async function* idsOf(owner: SessionOwner): AsyncGenerator<string, void, undefined> {
    const key = keyOf(owner);
    let cursor = '0';
    do {
      const reply = await connection.send(key, ['ZSCAN', key, cursor, 'COUNT', '1000']);
      if (!isScanReply(reply)) throw unexpectedReply();
      cursor = String(reply[0]);
      // An id and its score take turns.
      for (const [index, id] of reply[1].entries()) if (index % 2 === 0) yield String(id);
    } while (cursor !== '0');
  }

  function keyOf(owner: SessionOwner): string {
    const name =
      'subject' in owner
        ? hashedName('subject', owner.issuer, owner.subject)
        : hashedName('client', owner.issuer, owner.clientId);
    return `${prefix}:sessions:${name}`;
  }
}

function isScanReply(reply: unknown): reply is readonly [unknown, readonly unknown[]] {
  return Array.isArray(reply) && Array.isArray(reply[1]);
}
