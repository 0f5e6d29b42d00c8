import { StoreUnavailableError } from '../errors/store-unavailable-error.js';
import { createRevocationIndex, readRevocationIndexOptions } from './revocation-index.js';
import type { RevocationEntry, RevocationIndex, RevocationIndexOptions } from './revocation-index.js';
import { readRevocationRequest, tokenHeldUntil } from './revocation-request.js';
import type { RevocationRequests } from './revocation-request.js';
import type {
  RevocableToken,
  RevocationHealth,
  RevocationStore,
  RevocationVerdict,
  RevocationWriter,
} from './revocation-store.js';

/** Options of a store in memory. */
export type MemoryRevocationStoreOptions = RevocationIndexOptions;

/**
 * Revocations in the memory of one process: for a service that runs as one process, and for tests. They are lost with the
 * process, and other processes do not see them.
 *
 * Answers at once. Holds at most `maxEntries` and then refuses to revoke, by `StoreUnavailableError`; it never drops a
 * revocation that is needed.
 */
export class MemoryRevocationStore implements RevocationStore, RevocationWriter {
  readonly #index: RevocationIndex;
  readonly #now: () => number;

  /** @throws {InvalidOptionError} When an option is unknown or out of range. */
  constructor(options: MemoryRevocationStoreOptions = {}) {
    const own = readRevocationIndexOptions(options);
    this.#index = createRevocationIndex(own);
    this.#now = () => own.clock() / 1_000;
  }

  get maxLifetimeSeconds(): number {
    return this.#index.maxLifetimeSeconds;
  }

  check(token: RevocableToken): RevocationVerdict {
    return this.#index.isRevoked(token) ? 'revoked' : 'ok';
  }

  /** The same as `check`: memory is the source of truth here. */
  lookup(token: RevocableToken): Promise<RevocationVerdict> {
    return Promise.resolve(this.check(token));
  }

  health(): RevocationHealth {
    return { state: 'fresh', entries: this.#index.size };
  }

  // The methods below are async for what they throw: a promise is all that they answer by.

  async revokeToken(token: RevocationRequests['token']): Promise<void> {
    const { issuer, jti, expiresAt } = readRevocationRequest('token', token);
    const { maxLifetimeSeconds } = this;
    const heldUntil = tokenHeldUntil(expiresAt, { nowSeconds: this.#now(), maxLifetimeSeconds });
    await this.#hold({ level: 'token', issuer, id: jti, heldUntil });
  }

  async revokeSession(session: RevocationRequests['session']): Promise<void> {
    const { issuer, sessionId } = readRevocationRequest('session', session);
    await this.#hold({ level: 'session', issuer, id: sessionId });
  }

  async revokeSubject(subject: RevocationRequests['subject']): Promise<void> {
    const { issuer, subject: id, exceptSession } = readRevocationRequest('subject', subject);
    await this.#hold({ level: 'subject', issuer, id, at: this.#now(), exceptSession });
  }

  async revokeClient(client: RevocationRequests['client']): Promise<void> {
    const { issuer, clientId } = readRevocationRequest('client', client);
    await this.#hold({ level: 'client', issuer, id: clientId, at: this.#now() });
  }

  async revokeIssuer(request: RevocationRequests['issuer']): Promise<void> {
    const { issuer } = readRevocationRequest('issuer', request);
    await this.#hold({ level: 'issuer', issuer, at: this.#now() });
  }

  watermark(token: Omit<RevocableToken, 'jti' | 'issuedAt'>): Promise<number | undefined> {
    return Promise.resolve(this.#index.watermark(token));
  }

  #hold(entry: RevocationEntry): Promise<void> {
    if (this.#index.merge(entry)) return Promise.resolve();
    return Promise.reject(new StoreUnavailableError({ cause: new Error('the store holds its maximum of entries') }));
  }
}
