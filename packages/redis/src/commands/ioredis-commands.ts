import type { IoredisClient } from './redis-client.js';
import { asResp2 } from './resp2.js';
import type { RedisCommands } from './redis-commands.js';
import { isKeyless } from './keyless.js';

type Command = readonly [name: string, ...rest: string[]];
/** A transaction may answer null; a pipeline does not. */
type Results = readonly (readonly [error: Error | null, result: unknown])[];

/** Sends by an ioredis client. A `keyPrefix` of the client stands before every key, once: ioredis finds them itself. */
export function ioredisCommands(client: IoredisClient): RedisCommands {
  const send = client.isCluster
    ? toNodeOfKey
    : (_key: string, command: readonly string[]) => {
        const [name, ...rest] = command as Command;
        return client.call(name, rest);
      };
  return Object.freeze<RedisCommands>({
    sendCommand: (key, command) => send(key, command).then((reply) => asResp2(reply, command), withoutCommand),
  });

  /** With `scaleReads`, ioredis sends reads to replicas that it knows by their names in small letters; ours are capitals. */
  function toNodeOfKey(key: string, command: readonly string[]): Promise<unknown> {
    const [given, ...rest] = command as Command;
    const name = given.toUpperCase();
    if (isKeyless(name)) return inPipeline(['call', 'EXISTS', key], ['call', name, ...rest]);
    // Not ready: a pipeline and a call wait in different queues, which would turn their order around.
    return client.status === 'ready' && !autoPipelines(client)
      ? client.call(name, rest)
      : inPipeline(['call', name, ...rest]);
  }

  /** A pipeline goes to the node of its first key. That `EXISTS` succeeds tells that this node does hold the key. */
  async function inPipeline(...commands: unknown[][]): Promise<unknown> {
    const results = (await client.pipeline(commands).exec()) as Results;
    for (const [error] of results) if (error !== null) throw error;
    return results.at(-1)?.[1];
  }
}

/** An error of the server shows its command to whoever logs it: subjects, devices, sealed keys. */
function withoutCommand(error: Error & { command?: unknown }): never {
  delete error.command;
  throw error;
}

/** Automatic pipelining takes the first argument of a `call` for its key: that of `EVALSHA` is none. */
function autoPipelines(client: object): boolean {
  return (
    (client as { readonly options?: { readonly enableAutoPipelining?: boolean } }).options?.enableAutoPipelining ===
    true
  );
}
