/** Commands whose RESP3 reply is a map where RESP2 has a list of pairs. */
const listsOfPairs: ReadonlySet<string> = new Set(['XREAD', 'XREADGROUP']);

/**
 * A reply as RESP2 would give it: string, number, null, or an array of them. Clients speak RESP3 by default, and make maps,
 * booleans, doubles or buffers of what a store reads as text.
 */
export function asResp2(reply: unknown, command: readonly string[]): unknown {
  if (typeof reply === 'string' || reply === null || (Array.isArray(reply) && reply.every(isPlain))) return reply;
  const plain = plainReply(reply);
  if (!Array.isArray(plain)) return plain;
  const name = command[0]?.toUpperCase() ?? '';
  if (listsOfPairs.has(name)) return inPairs(plain);
  return name.startsWith('Z') && command.some((part) => part.toUpperCase() === 'WITHSCORES') ? plain.flat() : plain;
}

function isPlain(item: unknown): boolean {
  return typeof item === 'string' || item === null || Number.isInteger(item);
}

function plainReply(reply: unknown): unknown {
  switch (typeof reply) {
    case 'string':
      return reply;
    case 'number':
      return Number.isInteger(reply) ? reply : doubleText(reply);
    case 'boolean':
      return reply ? 1 : 0;
    case 'bigint':
      return String(reply);
    case 'object':
      return reply === null ? null : plainObject(reply);
    default:
      return null;
  }
}

function plainObject(reply: object): unknown {
  if (Array.isArray(reply)) return reply.map(plainReply);
  if (ArrayBuffer.isView(reply)) return Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength).toString('utf8');
  if (reply instanceof String) return reply.toString();
  if (reply instanceof Set) return Array.from(reply, plainReply);
  const entries: Iterable<[unknown, unknown]> = reply instanceof Map ? reply : Object.entries(reply);
  return Array.from(entries, (entry) => entry.map(plainReply)).flat(1);
}

function doubleText(value: number): string {
  if (value === Infinity) return 'inf';
  return value === -Infinity ? '-inf' : String(value);
}

/** RESP2 has the pairs already; RESP3 made them one flat list here. */
function inPairs(flat: readonly unknown[]): unknown[] {
  if (Array.isArray(flat[0])) return [...flat];
  return Array.from({ length: flat.length / 2 }, (_, index) => flat.slice(index * 2, index * 2 + 2));
}
