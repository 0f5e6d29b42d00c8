import type { RevocableToken, RevocationEntry, RevocationLevel, Watermark } from '@jwt-guard/core';

/** What Redis holds of one id. */
export interface RevocationState {
  /** Epoch seconds until which it is needed. */
  readonly heldUntil: number;
  /** Absent for a token or a session: those are revoked whenever they were issued. */
  readonly watermark?: Watermark;
}

/** What may be revoked of a token, and the field of the hash that tells. */
export interface RevocableField {
  readonly level: RevocationLevel;
  readonly field: string;
}

const withId: readonly string[] = ['token', 'session', 'subject', 'client'];

/** Names the field of one id: a JSON array, which keeps any issuer and any id apart. */
export function fieldOf(level: RevocationLevel, issuer: string, id?: string): string {
  return JSON.stringify(id === undefined ? [level, issuer] : [level, issuer, id]);
}

/** The fields that decide on a token, at most five. */
export function fieldsOf({ issuer, jti, sessionId, subject, clientId }: RevocableToken): readonly RevocableField[] {
  const fields: RevocableField[] = [{ level: 'issuer', field: fieldOf('issuer', issuer) }];
  const add = (level: RevocationLevel, id: string | undefined): void => {
    if (id !== undefined) fields.push({ level, field: fieldOf(level, issuer, id) });
  };
  add('token', jti);
  add('session', sessionId);
  add('subject', subject);
  add('client', clientId);
  return fields;
}

/**
 * Reads a state: `[heldUntil]`, `[heldUntil, at]` or `[heldUntil, at, otherwise or null, exceptSession]`.
 *
 * @throws {TypeError} When it is none of these: whatever it may mean, it must not pass for "not revoked".
 */
export function parseState(level: RevocationLevel, text: unknown): RevocationState {
  const [heldUntil, at, otherwise, exceptSession, ...rest] = parseList(text);
  const isWatermark = level !== 'token' && level !== 'session';
  if (!isSecond(heldUntil) || isWatermark !== isSecond(at) || rest.length > 0) throw malformed();
  if (!isWatermark) return { heldUntil };
  if (exceptSession === undefined && otherwise === undefined) return { heldUntil, watermark: { at: at as number } };
  if (typeof exceptSession !== 'string' || !(otherwise === null || isSecond(otherwise))) throw malformed();
  return { heldUntil, watermark: { at: at as number, exceptSession, otherwise: otherwise ?? undefined } };
}

/**
 * Reads a field and its state as revocations that an index can merge: a spared session needs two, the later of which spares it.
 *
 * @throws {TypeError} When one of them is malformed.
 */
export function parseEntry(field: string, state: string): readonly RevocationEntry[] {
  const [level, issuer, id, ...rest] = parseList(field);
  if (typeof issuer !== 'string' || rest.length > 0) throw malformed();
  if (level === 'issuer' && id === undefined) return revocations({ level, issuer }, parseState(level, state));
  if (typeof level !== 'string' || !withId.includes(level) || typeof id !== 'string') throw malformed();
  const known = level as Exclude<RevocationLevel, 'issuer'>;
  return revocations({ level: known, issuer, id }, parseState(known, state));
}

/** A snapshot may hold a million of them: no object is copied where it can be made at once. */
function revocations(
  { level, issuer, id }: { readonly level: RevocationLevel; readonly issuer: string; readonly id?: string },
  { heldUntil, watermark }: RevocationState,
): readonly RevocationEntry[] {
  const place = { level, issuer, id, heldUntil } as RevocationEntry;
  if (watermark === undefined) return [place];
  const { at, exceptSession, otherwise } = watermark;
  const latest = { ...place, at, exceptSession } as RevocationEntry;
  return otherwise === undefined ? [latest] : [{ ...place, at: otherwise } as RevocationEntry, latest];
}

function parseList(text: unknown): readonly unknown[] {
  const list: unknown = typeof text === 'string' ? parseJson(text) : undefined;
  if (!Array.isArray(list)) throw malformed();
  return list;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSecond(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function malformed(): TypeError {
  return new TypeError('Redis holds a revocation that is malformed.');
}
