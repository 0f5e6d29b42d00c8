import {
  numberWithin,
  ownOptions,
  readRevocationRequest,
  revocationMarginSeconds,
  StoreUnavailableError,
  watermarkFor,
} from '@jwt-guard/core';
import type {
  RevocableToken,
  RevocationHealth,
  RevocationLevel,
  RevocationRequests,
  RevocationStore,
  RevocationVerdict,
  RevocationWriter,
} from '@jwt-guard/core';

import { createEvictionGuard } from '../commands/eviction-policy.js';
import type { EvictionGuard, EvictionPolicyCheck } from '../commands/eviction-policy.js';
import { keyPrefix } from '../commands/key-names.js';
import { createRedisConnection } from '../commands/redis-connection.js';
import type { RedisConnectionOptions } from '../commands/redis-connection.js';
import { runKeyedScript } from './keyed-script.js';
import { revocationKeys } from './revocation-keys.js';
import { recordScript } from './revocation-scripts.js';
import { fieldOf, fieldsOf, parseState } from './revocation-state.js';
import type { RevocationState } from './revocation-state.js';
import { partsOfStores } from './store-parts.js';
import type { StoreParts } from './store-parts.js';

/** Options of {@link RedisRevocationStore}. */
export interface RedisRevocationStoreOptions extends RedisConnectionOptions {
  /** Stands before all keys: `{<prefix>:revocation}:…`. Default `jwt-guard`. */
  readonly prefix?: string;
  /** The longest lifetime of a token, in seconds: 60 to 2,592,000 (30 days). Default 86,400 (24 hours). */
  readonly maxLifetime?: number;
  /** What to do where Redis may evict revocations: `warn` (default), or `refuse` to work. */
  readonly evictionPolicy?: EvictionPolicyCheck;
}

const optionNames: readonly (keyof RedisRevocationStoreOptions)[] = [
  'client',
  'prefix',
  'maxLifetime',
  'commandTimeout',
  'replicas',
  'evictionPolicy',
];

/**
 * Revocations in Redis, shared by many processes. Each check is one round trip to the primary; a revocation holds for every
 * process at once. Times are those of the server, so that the clocks of processes do not matter.
 *
 * Where a client reads from replicas (ioredis: `scaleReads`), a check may miss what was revoked just now.
 */
export class RedisRevocationStore implements RevocationStore, RevocationWriter {
  readonly maxLifetimeSeconds: number;
  readonly #parts: StoreParts;
  readonly #eviction: EvictionGuard;
  #state: RevocationHealth['state'] = 'starting';

  /** @throws {InvalidOptionError} When an option is unknown or wrong. */
  constructor(options: RedisRevocationStoreOptions) {
    const { client, prefix, maxLifetime = 86_400, ...own } = ownOptions(options, optionNames);
    const range = { min: 60, max: 2_592_000, unit: 'seconds' };
    this.maxLifetimeSeconds = Math.ceil(numberWithin(maxLifetime, 'maxLifetime', range));
    this.#parts = Object.freeze({
      client,
      connection: createRedisConnection({ client, ...connectionOptions(own) }),
      keys: revocationKeys(keyPrefix(prefix)),
      retentionSeconds: this.maxLifetimeSeconds + revocationMarginSeconds,
    });
    this.#eviction = createEvictionGuard(this.#parts.connection, 'RedisRevocationStore', own.evictionPolicy);
    partsOfStores.set(this, this.#parts);
  }

  /**
   * One round trip: all levels are read by one command.
   *
   * @throws {StoreUnavailableError} When Redis does not answer in time, or with something else than revocations.
   */
  async check(token: RevocableToken): Promise<RevocationVerdict> {
    const watermarks: number[] = [];
    for (const state of await this.#read(token)) {
      if (state.watermark === undefined) return 'revoked';
      const at = watermarkFor(state.watermark, token.sessionId);
      if (at !== undefined) watermarks.push(at);
    }
    if (watermarks.length === 0) return 'ok';
    // An `iat` may have a fraction: all of the watermark's second counts. Anything but a number is revoked.
    return (token.issuedAt ?? NaN) >= Math.max(...watermarks) + 1 ? 'ok' : 'revoked';
  }

  /** The same as `check`. */
  lookup(token: RevocableToken): Promise<RevocationVerdict> {
    return this.check(token);
  }

  /** Reaches Redis once, and sees whether it may evict revocations. */
  async hydrate(): Promise<void> {
    await this.#told(this.#eviction.check(this.#parts.keys.entries));
  }

  /** `stale` when the last command failed. */
  health(): RevocationHealth {
    return { state: this.#state };
  }

  /** Nothing: the client belongs to whoever made it. */
  close(): void {
    return undefined;
  }

  // The methods below are async for what they throw: a promise is all that they answer by.

  async revokeToken(token: RevocationRequests['token']): Promise<void> {
    const { issuer, jti, expiresAt } = readRevocationRequest('token', token);
    await this.#record('token', fieldOf('token', issuer, jti), { expiresAt });
  }

  async revokeSession(session: RevocationRequests['session']): Promise<void> {
    const { issuer, sessionId } = readRevocationRequest('session', session);
    await this.#record('session', fieldOf('session', issuer, sessionId));
  }

  async revokeSubject(request: RevocationRequests['subject']): Promise<void> {
    const { issuer, subject, exceptSession } = readRevocationRequest('subject', request);
    await this.#record('subject', fieldOf('subject', issuer, subject), { exceptSession });
  }

  async revokeClient(client: RevocationRequests['client']): Promise<void> {
    const { issuer, clientId } = readRevocationRequest('client', client);
    await this.#record('client', fieldOf('client', issuer, clientId));
  }

  async revokeIssuer(request: RevocationRequests['issuer']): Promise<void> {
    const { issuer } = readRevocationRequest('issuer', request);
    await this.#record('issuer', fieldOf('issuer', issuer));
  }

  async watermark(token: Omit<RevocableToken, 'jti' | 'issuedAt'>): Promise<number | undefined> {
    const { issuer, subject, clientId, sessionId } = token as RevocableToken;
    const states = await this.#read({
      issuer,
      ...(subject !== undefined && { subject }),
      ...(clientId !== undefined && { clientId }),
    });
    const found = states.map(({ watermark }) => watermark && watermarkFor(watermark, sessionId));
    const seconds = found.filter((at) => at !== undefined);
    return seconds.length === 0 ? undefined : Math.max(...seconds);
  }

  async #read(token: RevocableToken): Promise<readonly RevocationState[]> {
    const fields = fieldsOf(token);
    const { connection, keys } = this.#parts;
    await this.#eviction.beforeUse(keys.entries);
    const command = ['HMGET', keys.entries, ...fields.map(({ field }) => field)];
    return statesIn(await this.#told(connection.send(keys.entries, command)), fields);
  }

  async #record(
    level: RevocationLevel,
    field: string,
    {
      expiresAt,
      exceptSession,
    }: { readonly expiresAt?: number | undefined; readonly exceptSession?: string | undefined } = {},
  ): Promise<void> {
    const { connection, keys } = this.#parts;
    await this.#eviction.beforeUse(keys.entries);
    const args = [
      field,
      level === 'token' || level === 'session' ? '0' : '1',
      exceptSession === undefined ? '' : JSON.stringify(exceptSession),
      expiresAt === undefined ? '' : wholeSecond(expiresAt),
      String(this.maxLifetimeSeconds),
      String(revocationMarginSeconds),
    ];
    const script = { script: recordScript, keys: [keys.entries, keys.expiry, keys.stream], args } as const;
    await this.#told(runKeyedScript((key, command) => connection.write(key, command), script));
  }

  /** Remembers for `health()` how a command went. */
  async #told<T>(reply: Promise<T>): Promise<T> {
    try {
      const answer = await reply;
      this.#state = 'fresh';
      return answer;
    } catch (error) {
      this.#state = 'stale';
      throw error;
    }
  }
}

type Own = Readonly<Omit<RedisRevocationStoreOptions, 'client' | 'prefix' | 'maxLifetime'>>;

function connectionOptions({ commandTimeout, replicas }: Own): Omit<RedisConnectionOptions, 'client'> {
  return { ...(commandTimeout !== undefined && { commandTimeout }), ...(replicas !== undefined && { replicas }) };
}

/** Digits alone, whatever the size: Lua reads them as a number. */
function wholeSecond(expiresAt: number): string {
  return String(Math.min(Math.max(Math.ceil(expiresAt), 0), Number.MAX_SAFE_INTEGER));
}

function statesIn(reply: unknown, fields: ReturnType<typeof fieldsOf>): readonly RevocationState[] {
  try {
    if (!Array.isArray(reply) || reply.length !== fields.length)
      throw new TypeError('Redis answered no list of revocations.');
    return fields.flatMap(({ level }, index) => {
      const text: unknown = reply[index];
      return text === null ? [] : [parseState(level, text)];
    });
  } catch (cause) {
    throw new StoreUnavailableError({ cause });
  }
}
