import { createHash } from 'node:crypto';

/** A Lua script, and the name by which a server that has seen it runs it. */
export interface RedisScript {
  readonly source: string;
  /** SHA-1 of the source, as EVALSHA wants it. */
  readonly sha: string;
}

/** Names a script. It gets one key, so that it runs on a Cluster. */
export function redisScript(source: string): RedisScript {
  const trimmed = source.trim();
  return Object.freeze({ source: trimmed, sha: createHash('sha1').update(trimmed).digest('hex') });
}
