import type { ReplicaFailedEvent, ReplicaGapEvent } from './replica-events.js';
import { isLater } from './stream-id.js';
import { blockMilliseconds } from './stream-source.js';
import type { FieldAndState, SnapshotPage, StreamEntry, StreamPosition, StreamSource } from './stream-source.js';

/** What a feed is made of. */
export interface ReplicaFeedOptions {
  readonly source: StreamSource;
  /** Milliseconds that a read may take beyond the time for which it waits on purpose. */
  readonly patience: number;
  /**
   * Takes in one revocation; it may come twice.
   *
   * @returns whether it is held; when not, the rest of a snapshot is of no use
   */
  readonly learn: (change: FieldAndState) => boolean;
  /** A snapshot was read, whole or as far as there was room. */
  readonly onSnapshot: (whole: boolean) => void;
  /** This entry was read, and everything before it. */
  readonly onReached: (position: StreamPosition) => void;
  readonly onGap: (reason: ReplicaGapEvent['reason']) => void;
  readonly onFailure: (during: ReplicaFailedEvent['during'], error: unknown) => void;
  /** Uniform in [0, 1): spreads the retries of many processes. */
  readonly random: () => number;
}

/** Reads a snapshot and then the stream, over and over, until it is closed. */
export interface ReplicaFeed {
  /** The newest entry that was read, and all before it; undefined while there is no snapshot. */
  position(): string | undefined;
  start(): void;
  /** Reads the snapshot anew, beginning before anything else is read. */
  reload(): void;
  close(): void;
}

const [firstPauseMs, maxPauseMs] = [100, 5_000];

/** Makes the feed of a replica. */
export function createReplicaFeed(options: ReplicaFeedOptions): ReplicaFeed {
  const { onFailure, random } = options;
  const pause = createPause();
  let [started, closed] = [false, false];
  const isClosed = (): boolean => closed;
  const reading = createReading(options, isClosed);

  async function run(): Promise<void> {
    for (let failures = 0; !isClosed();) {
      const during = reading.position() === undefined ? 'snapshot' : 'stream';
      try {
        await reading.step();
        failures = 0;
      } catch (error) {
        if (isClosed()) return;
        onFailure(during, error);
        const longest = Math.min(maxPauseMs, firstPauseMs * 2 ** failures);
        failures += 1;
        await pause.wait(firstPauseMs + random() * (longest - firstPauseMs));
      }
    }
  }

  return Object.freeze<ReplicaFeed>({
    position: reading.position,
    start: () => {
      if (started) return;
      started = true;
      void run();
    },
    reload: () => {
      reading.startOver();
      pause.end();
    },
    close: () => {
      closed = true;
      pause.end();
    },
  });
}

interface Reading {
  readonly position: () => string | undefined;
  /** Reads the snapshot, or waits for more of the stream. */
  readonly step: () => Promise<void>;
  readonly startOver: () => void;
}

/**
 * Each entry of the stream names the one before it: whatever happened to the stream, trimming, a flush, or a failover that
 * lost or rewrote its end, the next entry then does not fit, and the snapshot is read anew.
 */
function createReading(options: ReplicaFeedOptions, isClosed: () => boolean): Reading {
  const { source, learn, onSnapshot, onReached, onGap, onFailure } = options;
  const read = createPatientRead(options);
  let position: string | undefined;

  async function step(): Promise<void> {
    if (position === undefined) return load();
    const from = position;
    const entries = await read(from);
    // Somebody may have asked for a new start meanwhile.
    if (position === from && !isClosed()) follow(entries);
  }

  /** The stream is read from where it stood before the snapshot was: what comes twice does no harm. */
  async function load(): Promise<void> {
    const first = await source.page('0');
    let [page, whole] = [first, true];
    for (;;) {
      for (const entry of page.entries) whole = learn(entry) && whole;
      if (page.cursor === '0' || !whole) break;
      page = await nextPage(source, page);
      if (isClosed()) return;
    }
    position = first.newest.id;
    onSnapshot(whole);
    onReached(first.newest);
  }

  function follow(entries: readonly StreamEntry[]): void {
    for (const entry of entries) {
      if (!follows(entry, position) || !isLearned(entry)) {
        position = undefined;
        onGap('missed');
        return;
      }
      position = entry.id;
      onReached(entry);
    }
  }

  /** What is malformed in the stream need not be so in the snapshot. */
  function isLearned({ change }: StreamEntry): boolean {
    try {
      return change === undefined || learn(change) || true;
    } catch (error) {
      onFailure('stream', error);
      return false;
    }
  }

  return {
    position: () => position,
    step,
    startOver: () => {
      position = undefined;
    },
  };
}

/** The cursor of one server means nothing to another, which a failover or a move of the slot may have put in its place. */
async function nextPage(source: StreamSource, { cursor, runId }: SnapshotPage): Promise<SnapshotPage> {
  const page = await source.page(cursor);
  if (page.runId !== runId) throw new Error('The server changed while the snapshot was read.');
  return page;
}

function follows({ id, previousId }: StreamEntry, position: string | undefined): boolean {
  return position !== undefined && previousId === position && isLater(id, position);
}

/** An overdue read may still come back when its connection does, and until then every further one would wait behind it. */
const maxReadsUnderWay = 3;

function createPatientRead({ source, patience }: ReplicaFeedOptions): StreamSource['readAfter'] {
  let underWay = 0;
  return async (id) => {
    if (underWay >= maxReadsUnderWay) throw new Error('The connection of the reader does not answer.');
    underWay += 1;
    const reply = source.readAfter(id).finally(() => {
      underWay -= 1;
    });
    return Promise.race([reply, overdue(blockMilliseconds + patience, reply)]);
  };
}

function overdue(milliseconds: number, reply: Promise<unknown>): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The reader got no answer within ${milliseconds} ms.`));
    }, milliseconds);
    timer.unref();
    const clear = (): void => {
      clearTimeout(timer);
    };
    reply.then(clear, clear);
  });
}

/** A pause that can be cut short, and keeps no process alive. */
function createPause(): { readonly wait: (milliseconds: number) => Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        timer.unref();
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => {
      end();
    },
  };
}
