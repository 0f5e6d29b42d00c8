import { createEventEmitter, createRevocationIndex, StoreUnavailableError } from '@jwt-guard/core';
import type {
  EventEmitter,
  RevocableToken,
  RevocationHealth,
  RevocationIndex,
  RevocationStore,
  RevocationVerdict,
} from '@jwt-guard/core';

import { createRedisConnection } from '../commands/redis-connection.js';
import { redisCommands } from '../commands/redis-commands-of.js';
import type { ReplicaEvents, ReplicaFailedEvent } from './replica-events.js';
import { createReplicaFeed } from './replica-feed.js';
import type { ReplicaFeed } from './replica-feed.js';
import { createReplicaFreshness } from './replica-freshness.js';
import type { ReplicaFreshness } from './replica-freshness.js';
import { sendHeartbeat } from './replica-heartbeat.js';
import { readReplicaOptions } from './replica-options.js';
import type { RedisRevocationReplicaOptions, ReplicaSettings } from './replica-options.js';
import { parseEntry } from './revocation-state.js';
import { isLater } from './stream-id.js';
import { createStreamSource } from './stream-source.js';
import type { FieldAndState, StreamSource } from './stream-source.js';
import { createWaiters } from './waiters.js';
import type { Waiters } from './waiters.js';

/** The longest lifetime that an index takes: what a replica may forget is told by its entries, not by its own clock. */
const longestLifetime = 2_592_000;

/** A replica that was full reads the snapshot again when so much of its room suffices. */
const roomToReload = 0.9;

/**
 * A copy of the revocations in Redis, in the memory of each process: `check` needs no network. It reads a snapshot and then
 * an ordered stream, notices when it missed something, and knows how old its knowledge is at most. Over the lag budget it
 * answers `unknown`, but for what it knows to be revoked. It forgets no revocation before its time, even where Redis lost it.
 *
 * Starts with `hydrate()`, else with the first `check`. Revoke by the store.
 */
export class RedisRevocationReplica implements RevocationStore {
  /** Adds a listener. Returns a function that removes it. */
  readonly on: EventEmitter<ReplicaEvents>['on'];
  readonly #settings: ReplicaSettings;
  readonly #events: EventEmitter<ReplicaEvents>;
  readonly #index: RevocationIndex;
  readonly #freshness: ReplicaFreshness;
  readonly #feed: ReplicaFeed;
  readonly #ready: Waiters = createWaiters();
  #timer: NodeJS.Timeout | undefined;
  #beating = false;
  #closed = false;
  #partial = false;
  #wasFresh: boolean | undefined;
  #total = 0;
  #snapshotAt = -Infinity;

  /** @throws {InvalidOptionError} When an option is unknown or wrong. */
  constructor(options: RedisRevocationReplicaOptions) {
    this.#settings = readReplicaOptions(options);
    const { maxEntries, clock, parts } = this.#settings;
    this.#events = createEventEmitter<ReplicaEvents>([
      'replicaReady',
      'replicaStale',
      'replicaFresh',
      'replicaGap',
      'replicaPartial',
      'replicaFailed',
    ]);
    this.on = this.#events.on;
    this.#index = createRevocationIndex({ maxLifetime: longestLifetime, maxEntries, clock });
    this.#freshness = createReplicaFreshness(clock);
    this.#feed = this.#createFeed(sourceOf(this.#settings), parts.connection.commandTimeout);
  }

  get maxLifetimeSeconds(): number {
    return this.#settings.store.maxLifetimeSeconds;
  }

  /** Answers from memory; by the store, over the network, only for what memory cannot hold. */
  check(token: RevocableToken): RevocationVerdict | Promise<RevocationVerdict> {
    if (this.#index.isRevoked(token)) return 'revoked';
    if (!this.#isFresh()) return this.#unknown();
    return this.#partial ? this.#settings.store.check(token) : 'ok';
  }

  /** Asks Redis. */
  lookup(token: RevocableToken): Promise<RevocationVerdict> {
    return this.#settings.store.lookup(token);
  }

  /**
   * Resolves when the replica answers.
   *
   * @throws {StoreUnavailableError} When the first try fails, or the replica was closed. It goes on trying all the same.
   */
  async hydrate(): Promise<void> {
    if (this.#closed) throw new StoreUnavailableError({ cause: new Error('The replica was closed.') });
    if (this.#wasFresh !== undefined) return;
    await this.#settings.store.hydrate();
    this.#start();
    await this.#ready.wait();
  }

  health(): RevocationHealth {
    this.#observe();
    const lag = this.#freshness.lag();
    return { state: this.#state(), ...(lag !== undefined && { lagSeconds: lag / 1_000 }), entries: this.#index.size };
  }

  /** Stops all reading. The connections belong to whoever made them; the reader's may still wait for a second. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#feed.close();
    this.#ready.fail(new Error('The replica was closed.'));
  }

  #state(): RevocationHealth['state'] {
    if (this.#wasFresh === undefined) return 'starting';
    if (!this.#isFresh()) return 'stale';
    return this.#partial ? 'partial' : 'fresh';
  }

  #isFresh(): boolean {
    return !this.#closed && (this.#freshness.lag() ?? Infinity) <= this.#settings.lagBudgetMs;
  }

  #unknown(): RevocationVerdict {
    this.#start();
    this.#observe();
    return 'unknown';
  }

  #start(): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      this.#observe();
      this.#missConfirmation();
      void this.#beat();
    }, this.#settings.heartbeatMs);
    this.#timer.unref();
    this.#feed.start();
    void this.#beat();
  }

  /** Tells what has changed since the last look. */
  #observe(): void {
    const lag = this.#freshness.lag();
    if (lag === undefined || this.#closed) return;
    const fresh = this.#isFresh();
    if (fresh === this.#wasFresh) return;
    const first = this.#wasFresh === undefined;
    // A snapshot took longer than the budget: the heartbeat after it decides.
    if (first && !fresh) return;
    this.#wasFresh = fresh;
    if (first) {
      this.#events.emit('replicaReady', { entries: this.#index.size });
      this.#ready.done();
    } else this.#events.emit(fresh ? 'replicaFresh' : 'replicaStale', { lagSeconds: lag / 1_000 });
  }

  async #beat(): Promise<void> {
    if (this.#beating || this.#closed) return;
    this.#beating = true;
    const position = this.#feed.position();
    const sentAt = this.#freshness.now();
    try {
      const { newest, total } = await sendHeartbeat(this.#settings.parts, this.#settings.heartbeatMs);
      this.#total = total;
      if (position !== undefined && isLater(position, newest.id)) this.#movedBack();
      else this.#freshness.confirmed(sentAt, newest);
      this.#growWhole();
      this.#observe();
    } catch (error) {
      this.#failed('heartbeat', error);
    } finally {
      this.#beating = false;
    }
  }

  /** A reader of another Redis would let `hydrate` wait for ever. */
  #missConfirmation(): void {
    if (this.#wasFresh !== undefined || this.#feed.position() === undefined) return;
    if (performance.now() - this.#snapshotAt < this.#settings.lagBudgetMs) return;
    this.#failed(
      'stream',
      new Error('The reader does not see what the store writes: is it connected to another Redis?'),
    );
  }

  /** Not at once again: a reader on a node of its own would do nothing else than read its snapshot. */
  #movedBack(): void {
    if (performance.now() - this.#snapshotAt < this.#settings.lagBudgetMs) return;
    this.#startOver('moved_back');
    this.#feed.reload();
  }

  #growWhole(): void {
    if (!this.#partial || this.#feed.position() === undefined) return;
    const room = this.#settings.maxEntries * roomToReload;
    if (this.#total <= room && this.#index.size <= room) this.#feed.reload();
  }

  #startOver(reason: ReplicaEvents['replicaGap']['reason']): void {
    this.#freshness.startOver();
    this.#events.emit('replicaGap', { reason });
  }

  #failed(during: ReplicaFailedEvent['during'], error: unknown): void {
    if (this.#closed) return;
    this.#events.emit('replicaFailed', { during, error });
    this.#ready.fail(error);
    this.#observe();
  }

  /** States only grow, so that no order of reading them does harm: what comes twice, and what Redis lost meanwhile. */
  #learn([field, state]: FieldAndState): boolean {
    const held = parseEntry(field, state).map((entry) => this.#index.merge(entry));
    if (held.every(Boolean)) return true;
    this.#setPartial(true);
    return false;
  }

  #setPartial(partial: boolean): void {
    if (partial === this.#partial) return;
    this.#partial = partial;
    this.#events.emit('replicaPartial', { partial, entries: this.#index.size });
  }

  #createFeed(source: StreamSource, patience: number): ReplicaFeed {
    return createReplicaFeed({
      source,
      patience,
      learn: (change) => this.#learn(change),
      onSnapshot: (whole) => {
        this.#snapshotAt = performance.now();
        if (whole) this.#setPartial(false);
        // Its answer confirms the snapshot.
        void this.#beat();
      },
      onReached: (position) => {
        this.#freshness.reached(position);
        this.#observe();
      },
      onGap: (reason) => {
        this.#startOver(reason);
      },
      onFailure: (during, error) => {
        this.#failed(during, error);
      },
      random: Math.random,
    });
  }
}

function sourceOf({ reader, parts: { keys, connection } }: ReplicaSettings): StreamSource {
  const pages = createRedisConnection({ client: reader, commandTimeout: connection.commandTimeout });
  return createStreamSource(redisCommands(reader), pages, keys);
}
