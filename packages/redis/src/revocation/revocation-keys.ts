/** The keys that hold the revocations of one prefix. A hash tag puts them into one slot of a Cluster. */
export interface RevocationKeys {
  /** A hash: what was revoked → its state, by {@link encodeState}. The source of truth. */
  readonly entries: string;
  /** A sorted set: the same fields by the epoch second in which they may be forgotten. */
  readonly expiry: string;
  /** The stream of all changes, and of heartbeats. */
  readonly stream: string;
  /** Written with each heartbeat, for no reader: it shows that the server takes writes. */
  readonly heartbeat: string;
}

/** Names the keys of a prefix. */
export function revocationKeys(prefix: string): RevocationKeys {
  const slot = `{${prefix}:revocation}`;
  return Object.freeze({
    entries: `${slot}:entries`,
    expiry: `${slot}:expiry`,
    stream: `${slot}:stream`,
    heartbeat: `${slot}:heartbeat`,
  });
}
