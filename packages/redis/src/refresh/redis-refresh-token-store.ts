import { StoreUnavailableError, ownOptions } from '@jwt-guard/core';
import type {
  NewSession,
  RefreshSession,
  RefreshTokenStore,
  RotationRequest,
  RotationVerdict,
  SessionOwner,
} from '@jwt-guard/issuer';

import { createEvictionGuard } from '../commands/eviction-policy.js';
import type { EvictionGuard, EvictionHealth, EvictionPolicyCheck } from '../commands/eviction-policy.js';
import { hashedName, keyPrefix } from '../commands/key-names.js';
import { createRedisConnection } from '../commands/redis-connection.js';
import type { RedisConnection, RedisConnectionOptions } from '../commands/redis-connection.js';
import { verdictOf } from './rotation-reply.js';
import { rotateScript } from './rotate-script.js';
import { createServerClock } from './server-clock.js';
import type { ServerClock } from './server-clock.js';
import { createSessionIndex } from './session-index.js';
import type { SessionIndex } from './session-index.js';
import { confirmScript, findScript, revokeScript, startScript } from './session-scripts.js';
import { constantText, holderText, linesText, sessionOf, unexpectedReply, wholeNumber } from './session-text.js';

/** What {@link RedisRefreshTokenStore} takes. */
export interface RedisRefreshTokenStoreOptions extends RedisConnectionOptions {
  /** Stands before all keys, and a colon after it. Default `jwt-guard`. */
  readonly prefix?: string;
  /** What to do where Redis may throw sessions away: warn (default) or refuse to work. */
  readonly evictionPolicy?: EvictionPolicyCheck;
}

const tombstoneMs = '60000';
const idsAtOnce = 1000;

/**
 * Keeps sessions in Redis ≥ 7 or Valkey, for any number of processes: one hash a session, decided on by one script on this
 * one key with the clock of the server. So it runs on a Cluster.
 *
 * With `replicas`, a login and a revocation count when so many replicas have them; a rotation does not wait, since a lost
 * one is made up for. Redis must keep what it was told over a restart (`appendonly yes`), and must not evict.
 */
export class RedisRefreshTokenStore implements RefreshTokenStore {
  readonly #connection: RedisConnection;
  readonly #clock: ServerClock;
  readonly #index: SessionIndex;
  readonly #eviction: EvictionGuard;
  readonly #prefix: string;
  readonly #replicas: number;

  /** @throws {InvalidOptionError} When an option is wrong, or the client is none that is known. */
  constructor(options: RedisRefreshTokenStoreOptions) {
    const own = ownOptions(options, ['client', 'commandTimeout', 'replicas', 'prefix', 'evictionPolicy']);
    this.#connection = createRedisConnection(own);
    this.#clock = createServerClock(this.#connection);
    this.#prefix = keyPrefix(own.prefix);
    this.#index = createSessionIndex(this.#connection, this.#prefix);
    this.#eviction = createEvictionGuard(this.#connection, 'RedisRefreshTokenStore', own.evictionPolicy);
    this.#replicas = own.replicas ?? 0;
  }

  /**
   * Checks that Redis answers, and that it does not evict.
   *
   * @throws {StoreUnavailableError} When it does not answer.
   * @throws {InvalidOptionError} With `evictionPolicy: 'refuse'`, when it may evict.
   */
  async hydrate(): Promise<void> {
    await this.#eviction.check(this.#keyOf('-'));
  }

  /** Whether Redis may throw sessions away, as far as it is known. */
  health(): EvictionHealth {
    return this.#eviction.health();
  }

  async start(session: NewSession): Promise<RefreshSession> {
    const key = this.#keyOf(session.id);
    await this.#eviction.beforeUse(key);
    // Before the session itself, so that none is alive and not listed.
    await this.#index.add(session);
    const args = [
      constantText(session),
      String(Math.ceil(session.lifetimeMs)),
      String(Math.ceil(session.idleLifetimeMs)),
      session.secretId,
      holderText(session),
      linesText(session.scopes),
      linesText(session.audience),
    ];
    const [outcome, ...record] = await this.#beforeDeadline(key, (deadline) =>
      this.#connection.writeScript(startScript, key, [...args, deadline]),
    );
    if (outcome === 'exists') throw new Error('The session id exists.');
    return read(() => sessionOf(record[0], record[1], record[2]));
  }

  async rotate(request: RotationRequest): Promise<RotationVerdict> {
    const key = this.#keyOf(request.sessionId);
    const checked = this.#eviction.beforeUse(key);
    if (checked !== undefined) await checked;
    const args = [
      String(request.counter),
      holderText(request),
      linesText(request.scopes),
      linesText(request.audience),
      String(request.graceMs),
      String(Math.ceil(request.idleLifetimeMs)),
      request.secretId,
    ];
    const reply = await this.#beforeDeadline(key, (deadline) =>
      this.#connection.runScript(rotateScript, key, [...args, deadline]),
    );
    const verdict = read(() => verdictOf(reply, request));
    if ('nowMs' in verdict) this.#clock.observe(verdict.nowMs);
    // The script has revoked without waiting for replicas, and no failover may undo that.
    if (verdict.outcome === 'reused' && this.#replicas > 0) await this.revoke(request.sessionId);
    return verdict;
  }

  async find(sessionId: string): Promise<RefreshSession | undefined> {
    const key = this.#keyOf(sessionId);
    await this.#eviction.beforeUse(key);
    const [outcome, ...record] = replyOf(await this.#connection.runScript(findScript, key, []));
    return outcome === 'none' ? undefined : read(() => sessionOf(record[0], record[1], record[2]));
  }

  async revoke(sessionId: string): Promise<RefreshSession | undefined> {
    const key = this.#keyOf(sessionId);
    await this.#eviction.beforeUse(key);
    const [outcome, ...record] = replyOf(await this.#connection.writeScript(revokeScript, key, [tombstoneMs]));
    return outcome === 'none' ? undefined : read(() => sessionOf(record[0], record[1], record[2]));
  }

  async confirmRevocation(sessionId: string): Promise<void> {
    const key = this.#keyOf(sessionId);
    await this.#eviction.beforeUse(key);
    await this.#connection.writeScript(confirmScript, key, []);
  }

  async list(subject: { readonly issuer: string; readonly subject: string }): Promise<readonly RefreshSession[]> {
    const { issuer, subject: name } = subject;
    const ids = new Set<string>();
    for await (const id of this.#index.idsOf({ issuer, subject: name })) ids.add(id);
    const all = [...ids];
    const sessions: RefreshSession[] = [];
    for (let start = 0; start < all.length; start += idsAtOnce) {
      // Sent in one turn: one round trip for all of them.
      const found = await Promise.all(all.slice(start, start + idsAtOnce).map((id) => this.find(id)));
      sessions.push(...found.filter((session) => session !== undefined));
    }
    return sessions.sort((one, other) => other.lastUsedAtMs - one.lastUsedAtMs);
  }

  sessionIds(owner: SessionOwner): AsyncIterable<string> {
    return this.#index.idsOf(owner);
  }

  /** Sends again with a better deadline when the server's clock is not where it was thought to be. */
  async #beforeDeadline(key: string, run: (deadline: string) => Promise<unknown>): Promise<readonly unknown[]> {
    const giveUpAt = performance.now() + this.#connection.commandTimeout;
    for (;;) {
      const deadline = this.#clock.deadline(key);
      const reply = replyOf(await run(String(typeof deadline === 'number' ? deadline : await deadline)));
      if (reply[0] !== 'late') return reply;
      this.#clock.observe(read(() => wholeNumber(reply[1])));
      if (performance.now() > giveUpAt)
        throw new StoreUnavailableError({ cause: new Error('The command came too late.') });
    }
  }

  /** Ids of ours are short and plain; what else is asked for gets a name that is. */
  #keyOf(sessionId: string): string {
    const name = /^[\w-]{1,128}$/.test(sessionId) ? sessionId : `~${hashedName(sessionId)}`;
    return `${this.#prefix}:session:${name}`;
  }
}

function replyOf(reply: unknown): readonly unknown[] {
  return read(() => {
    if (!Array.isArray(reply)) throw unexpectedReply();
    return reply as readonly unknown[];
  });
}

/** A reply that makes no sense is an outage: nobody knows what the store holds. */
function read<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new StoreUnavailableError({ cause: error });
  }
}
