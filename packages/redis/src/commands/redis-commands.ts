/**
 * Sends commands to Redis: the one thing that the stores need of a client. `redisCommands()` makes it of an ioredis or a
 * node-redis client, single or Cluster; a client of another kind needs these few lines of its own.
 */
export interface RedisCommands {
  /**
   * Sends one command to the node that holds `key`. Commands sent in one turn of the event loop for keys of one slot go out
   * in this order on one connection, in one round trip.
   *
   * @param key - decides the node on a Cluster; it need not occur in the command
   * @param command - the name of the command and its arguments
   * @returns the reply as RESP2 types: string, number, null, or an array of them
   */
  sendCommand(key: string, command: readonly string[]): Promise<unknown>;
}
