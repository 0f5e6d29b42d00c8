import { randomBytes } from 'node:crypto';

import { runKeyedScript } from './keyed-script.js';
import { heartbeatScript } from './revocation-scripts.js';
import type { StoreParts } from './store-parts.js';
import { asList, asText } from './stream-source.js';
import type { StreamPosition } from './stream-source.js';

/** What a heartbeat tells. */
export interface Heartbeat {
  /** The newest entry of the stream, on the primary. */
  readonly newest: StreamPosition;
  /** Revocations in Redis. */
  readonly total: number;
}

/**
 * Sends a heartbeat by the client of the store. It writes, so that a node that was demoted refuses it, and one that was cut
 * off from its replicas does not get it acknowledged where the store asks for that. Of many processes one writes to the stream.
 *
 * @param interval - milliseconds
 * @throws {StoreUnavailableError} When Redis does not take it.
 */
export async function sendHeartbeat(
  { connection, keys, retentionSeconds }: StoreParts,
  interval: number,
): Promise<Heartbeat> {
  const args = [String(interval), String(retentionSeconds), randomBytes(9).toString('base64url')];
  const touched = [keys.entries, keys.expiry, keys.stream, keys.heartbeat] as const;
  const reply = await runKeyedScript((key, command) => connection.write(key, command), {
    script: heartbeatScript,
    keys: touched,
    args,
  });
  const [id, mark, total] = asList(reply);
  return { newest: { id: asText(id), mark: asText(mark) }, total: Number(total) };
}
