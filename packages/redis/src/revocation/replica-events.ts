/** What a replica tells its operators, by event name. */
export interface ReplicaEvents {
  /** The first snapshot is loaded and confirmed: the replica answers from now on. */
  readonly replicaReady: ReplicaReadyEvent;
  /** The replica is over its lag budget: it answers `unknown` for what it does not know as revoked. */
  readonly replicaStale: ReplicaLagEvent;
  /** The replica is within its lag budget again. */
  readonly replicaFresh: ReplicaLagEvent;
  /** The replica missed something in the stream, and reads the snapshot anew. */
  readonly replicaGap: ReplicaGapEvent;
  /** The replica cannot hold all revocations and looks up what it does not hold; or it holds all again. */
  readonly replicaPartial: ReplicaPartialEvent;
  /** Redis failed; the replica tries again by itself. */
  readonly replicaFailed: ReplicaFailedEvent;
}

/** The replica answers. */
export interface ReplicaReadyEvent {
  readonly entries: number;
}

/** The lag of the replica, in seconds. */
export interface ReplicaLagEvent {
  readonly lagSeconds: number;
}

/** The replica missed something. */
export interface ReplicaGapEvent {
  /**
   * `missed`: the next entry of the stream does not follow the last one that was read: it was trimmed, flushed, or lost in
   * a failover · `moved_back`: the primary's stream ends before what was read.
   */
  readonly reason: 'missed' | 'moved_back';
}

/** Whether the replica holds all revocations. */
export interface ReplicaPartialEvent {
  /** False when it holds all again. */
  readonly partial: boolean;
  /** Held in memory. */
  readonly entries: number;
}

/** Redis failed. */
export interface ReplicaFailedEvent {
  readonly during: 'snapshot' | 'stream' | 'heartbeat';
  readonly error: unknown;
}
