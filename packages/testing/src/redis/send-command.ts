import { connect } from 'node:net';

import { parseReply } from './parse-reply.js';
import type { RedisReply } from './parse-reply.js';

/** Where a Redis server listens. */
export interface RedisAddress {
  readonly port: number;
  readonly password?: string | undefined;
}

/**
 * Sends one command on a connection of its own: a test that breaks connections still sees what the server holds.
 *
 * @returns the reply; the promise rejects with an Error for an error reply, a broken connection, or after the timeout
 */
export function sendCommand(
  address: RedisAddress,
  command: readonly string[],
  timeoutMilliseconds = 5000,
): Promise<RedisReply> {
  const commands = address.password === undefined ? [command] : [['AUTH', address.password], command];
  return new Promise((resolve, reject) => {
    const socket = connect(address.port, '127.0.0.1');
    let received: Buffer = Buffer.alloc(0);
    const settle = (finish: () => void): void => {
      socket.destroy();
      finish();
    };
    const fail = (error: unknown): void => {
      settle(() => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- of the socket or the parser: an Error
        reject(error);
      });
    };

    socket.setTimeout(timeoutMilliseconds, () => {
      fail(new Error(`Redis did not answer ${command[0] ?? ''} within ${timeoutMilliseconds} ms.`));
    });
    socket.on('error', fail);
    socket.on('close', () => {
      fail(new Error('Redis closed the connection.'));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        const reply = lastReply(received, commands.length);
        if (reply === undefined) return;
        settle(() => {
          resolve(reply);
        });
      } catch (error) {
        fail(error);
      }
    });
    socket.write(commands.map(encode).join(''));
  });
}

function encode(command: readonly string[]): string {
  return [`*${command.length}`, ...command.flatMap((part) => [`$${Buffer.byteLength(part)}`, part]), ''].join('\r\n');
}

/** The last of so many replies; undefined while bytes are missing. */
function lastReply(received: Buffer, count: number): RedisReply | undefined {
  let parsed = parseReply(received);
  for (let index = 1; index < count && parsed !== undefined; index += 1) parsed = parseReply(received, parsed.end);
  return parsed?.reply;
}
