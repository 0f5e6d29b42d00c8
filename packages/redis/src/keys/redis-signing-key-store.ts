import { StoreUnavailableError, nonEmptyString, ownOptions } from '@jwt-guard/core';
import type { SigningKeyStore, StoredKeyRing } from '@jwt-guard/issuer';

import { createEvictionGuard } from '../commands/eviction-policy.js';
import type { EvictionGuard, EvictionHealth, EvictionPolicyCheck } from '../commands/eviction-policy.js';
import { hashedName, keyPrefix } from '../commands/key-names.js';
import { createRedisConnection } from '../commands/redis-connection.js';
import type { RedisConnection, RedisConnectionOptions } from '../commands/redis-connection.js';
import { redisScript } from '../commands/redis-script.js';

/** What {@link RedisSigningKeyStore} takes. */
export interface RedisSigningKeyStoreOptions extends RedisConnectionOptions {
  /** Names the ring: all processes that give the same name and prefix share it. */
  readonly name: string;
  /** Stands before the key, and a colon after it. Default `jwt-guard`. */
  readonly prefix?: string;
  /** What to do where Redis may throw the ring away: warn (default) or refuse to work. */
  readonly evictionPolicy?: EvictionPolicyCheck;
}

/** Arguments: the sealed ring, the expected version. */
const replaceScript = redisScript(`
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'version', version + 1, 'sealed', ARGV[1])
return 1`);

/**
 * Keeps one key ring in Redis ≥ 7 or Valkey, for all processes that share it: a hash of a version and the sealed ring,
 * replaced by one script. It never expires. Redis sees encrypted text only.
 */
export class RedisSigningKeyStore implements SigningKeyStore {
  readonly #connection: RedisConnection;
  readonly #eviction: EvictionGuard;
  readonly #key: string;

  /** @throws {InvalidOptionError} When an option is wrong, or the client is none that is known. */
  constructor(options: RedisSigningKeyStoreOptions) {
    const own = ownOptions(options, ['client', 'commandTimeout', 'replicas', 'name', 'prefix', 'evictionPolicy']);
    const name = nonEmptyString(own.name, 'name', 'pass a name for the key ring, such as the issuer.');
    this.#key = `${keyPrefix(own.prefix)}:keys:${hashedName(name)}`;
    this.#connection = createRedisConnection(own);
    this.#eviction = createEvictionGuard(this.#connection, 'RedisSigningKeyStore', own.evictionPolicy);
  }

  /**
   * Checks that Redis answers, and that it does not evict.
   *
   * @throws {StoreUnavailableError} When it does not answer.
   * @throws {InvalidOptionError} With `evictionPolicy: 'refuse'`, when it may evict.
   */
  async hydrate(): Promise<void> {
    await this.#eviction.check(this.#key);
  }

  /** Whether Redis may throw the ring away, as far as it is known. */
  health(): EvictionHealth {
    return this.#eviction.health();
  }

  async load(): Promise<StoredKeyRing | undefined> {
    await this.#eviction.beforeUse(this.#key);
    const reply = await this.#connection.send(this.#key, ['HMGET', this.#key, 'version', 'sealed']);
    const [version, sealed] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
    if (version === null && sealed === null) return undefined;
    const number = Number(version);
    if (typeof sealed !== 'string' || typeof version !== 'string' || !Number.isSafeInteger(number) || number < 1)
      throw new StoreUnavailableError({ cause: new Error('The key ring in Redis is none.') });
    return Object.freeze({ version: number, sealed });
  }

  async replace(sealed: string, expectedVersion: number): Promise<boolean> {
    await this.#eviction.beforeUse(this.#key);
    const args = [sealed, String(expectedVersion)];
    return Number(await this.#connection.writeScript(replaceScript, this.#key, args)) === 1;
  }
}
