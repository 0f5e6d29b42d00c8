/** A reply of Redis, as RESP2 types. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** A reply, and where in the bytes the next one starts. */
export interface ParsedReply {
  readonly reply: RedisReply;
  readonly end: number;
}

/**
 * Reads one RESP2 reply.
 *
 * @returns undefined while bytes of it are missing
 * @throws Error with the message of an error reply
 */
export function parseReply(bytes: Buffer, start = 0): ParsedReply | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd === -1) return undefined;

  const line = bytes.toString('utf8', start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { reply: line, end };
    case ':':
      return { reply: Number(line), end };
    case '-':
      throw new Error(line);
    case '$':
      return parseBulk(bytes, Number(line), end);
    case '*':
      return parseArray(bytes, Number(line), end);
    default:
      throw new Error('Not a RESP2 reply.');
  }
}

function parseBulk(bytes: Buffer, length: number, start: number): ParsedReply | undefined {
  if (length === -1) return { reply: null, end: start };

  const end = start + length + 2;
  return end > bytes.length ? undefined : { reply: bytes.toString('utf8', start, end - 2), end };
}

function parseArray(bytes: Buffer, length: number, start: number): ParsedReply | undefined {
  if (length === -1) return { reply: null, end: start };

  const items: RedisReply[] = [];
  let end = start;
  while (items.length < length) {
    const item = parseReply(bytes, end);
    if (item === undefined) return undefined;
    items.push(item.reply);
    end = item.end;
  }
  return { reply: items, end };
}
