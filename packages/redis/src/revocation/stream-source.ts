import type { RedisCommands } from '../commands/redis-commands.js';
import type { RedisConnection } from '../commands/redis-connection.js';
import { runKeyedScript } from './keyed-script.js';
import type { RevocationKeys } from './revocation-keys.js';
import { pageScript } from './revocation-scripts.js';

/** A field of the hash of revocations, and its state. */
export type FieldAndState = readonly [field: string, state: string];

/** A part of the snapshot. */
export interface SnapshotPage {
  /** Names the server that answered, from its start to its end. */
  readonly runId: string;
  /** The newest entry of the stream when the page was read. */
  readonly newest: StreamPosition;
  /** Where the next page starts; `0` after the last one. */
  readonly cursor: string;
  readonly entries: readonly FieldAndState[];
}

/** An entry of the stream, as far as it is told from any other. */
export interface StreamPosition {
  /** `0-0` stands for the beginning. */
  readonly id: string;
  /** Tells the entry from one that has the same id in the stream of another server. */
  readonly mark: string;
}

/** An entry of the stream. */
export interface StreamEntry extends StreamPosition {
  /** The entry that was the newest when this one was added; `0-0` for none. */
  readonly previousId: string | undefined;
  /** Absent in a heartbeat. */
  readonly change: FieldAndState | undefined;
}

/** Where a replica reads from. */
export interface StreamSource {
  /** @throws {StoreUnavailableError} When Redis fails, or does not let the script run INFO. */
  page(cursor: string): Promise<SnapshotPage>;
  /** What follows an entry; waits for about a second while there is nothing, and answers an empty list then. */
  readAfter(id: string): Promise<readonly StreamEntry[]>;
}

const entriesPerPage = '1000';
const entriesPerRead = '1000';

/** How long the server waits for something new: so long a closed replica may still occupy its connection. */
export const blockMilliseconds = 1000;

/** Reads by a connection that nobody else uses, because reading blocks it. */
export function createStreamSource(
  commands: RedisCommands,
  connection: RedisConnection,
  { entries, stream }: RevocationKeys,
): StreamSource {
  const read = ['XREAD', 'COUNT', entriesPerRead, 'BLOCK', String(blockMilliseconds), 'STREAMS', stream];

  return Object.freeze<StreamSource>({
    page: async (cursor) => {
      const script = { script: pageScript, keys: [entries, stream], args: [cursor, entriesPerPage] } as const;
      const reply = await runKeyedScript((key, command) => connection.send(key, command), script);
      const [runId, id, mark, next, flat] = asList(reply);
      const newest = { id: asText(id), mark: asText(mark) };
      return { runId: asText(runId), newest, cursor: asText(next), entries: inPairs(flat) };
    },
    readAfter: async (id) => {
      const reply = await commands.sendCommand(stream, [...read, id]);
      if (reply === null) return [];
      const [streamAndEntries] = asList(reply);
      return asList(asList(streamAndEntries)[1]).map(asEntry);
    },
  });
}

function asEntry(entry: unknown): StreamEntry {
  const [id, flat] = asList(entry);
  const pairs = inPairs(flat);
  const members = new Map(pairs);
  const [field, state] = [members.get('f'), members.get('s')];
  const change = field === undefined || state === undefined ? undefined : ([field, state] as const);
  return { id: asText(id), mark: pairs[1]?.[1] ?? '', previousId: members.get('p'), change };
}

/** Fields and values in turn. */
function inPairs(flat: unknown): readonly FieldAndState[] {
  const list = asList(flat);
  return Array.from({ length: list.length / 2 }, (_, index) => [asText(list[index * 2]), asText(list[index * 2 + 1])]);
}

/** @throws {TypeError} For anything else. */
export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('Redis answered something other than a list.');
  return value;
}

/** @throws {TypeError} For anything else. */
export function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Redis answered something other than text.');
  return value;
}
