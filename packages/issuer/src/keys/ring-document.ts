import { isObject } from '@jwt-guard/core';

/** A key, or a secret, of a ring, with the times that decide its state. */
export interface RingEntry {
  readonly kid: string;
  readonly algorithm: string;
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
  /** Epoch milliseconds: from then on it signs, unless it was revoked before. */
  readonly signsFromMs: number;
  /** Epoch milliseconds: from then on its successor signs; absent while there is none. */
  readonly signsUntilMs?: number;
  /** How long it still verifies after it has signed for the last time, in milliseconds. */
  readonly verifiesMs: number;
  /** The private or secret key as JWK (RFC 7517). */
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** A key that was taken out before its time. */
export interface RevokedEntry {
  readonly kid: string;
  readonly revokedAtMs: number;
}

/** What a ring is for: a store that holds another kind is a mistake of the configuration. */
export type RingUse = 'public-keys' | 'HS256' | 'secrets';

/** All that processes share of a ring. It is never changed; a change makes another. */
export interface RingDocument {
  readonly format: 1;
  readonly use: RingUse;
  /** Counts the changes. A store that comes back with a lower one has lost writes. */
  readonly revision: number;
  /** In the order in which they sign; never empty. */
  readonly entries: readonly RingEntry[];
  /** The latest revocations, so that every process can tell them from a removal at the due time. */
  readonly revoked: readonly RevokedEntry[];
}

/**
 * Reads a document that was unsealed.
 *
 * @throws {Error} When it is no ring, or one for another use. The message holds nothing of it.
 */
export function parseRingDocument(text: string, use: RingUse): RingDocument {
  const document = parseJson(text);
  if (!isObject(document) || document['format'] !== 1 || !isWhole(document['revision']))
    throw new Error('what the store holds is no key ring that this version can read');
  if (document['use'] !== use)
    throw new Error(`the store holds a ring for another use than ${use}; give each ring a store of its own`);
  const { entries, revoked } = document;
  const valid =
    Array.isArray(entries) &&
    entries.length > 0 &&
    entries.every(isEntry) &&
    Array.isArray(revoked) &&
    revoked.every(isRevoked);
  if (!valid) throw new Error('the key ring in the store is malformed');
  return document as unknown as RingDocument;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The cause is dropped: it would quote the text.
  }
}

function isEntry(entry: unknown): boolean {
  if (!isObject(entry) || typeof entry['kid'] !== 'string' || typeof entry['algorithm'] !== 'string') return false;
  const { createdAtMs, signsFromMs, signsUntilMs = 0, verifiesMs, jwk } = entry;
  return [createdAtMs, signsFromMs, signsUntilMs, verifiesMs].every(isWhole) && isObject(jwk);
}

function isRevoked(revoked: unknown): boolean {
  return isObject(revoked) && typeof revoked['kid'] === 'string' && isWhole(revoked['revokedAtMs']);
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value);
}
