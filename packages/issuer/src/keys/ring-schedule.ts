import type { RingDocument, RingEntry } from './ring-document.js';

/**
 * `pending`: published, does not sign yet · `active`: signs · `retiring`: still published, signs no more · `gone`: neither.
 */
export type KeyState = 'pending' | 'active' | 'retiring' | 'gone';

/** The times of a ring, in milliseconds. */
export interface RingTimes {
  /** From the first signature of a key to that of its successor; undefined for never. */
  readonly rotationMs: number | undefined;
  /** From the publication of a key until every verifier knows it. */
  readonly pendingMs: number;
  /** From the last signature of a key until the last token under it has expired. */
  readonly verifiesMs: number;
}

const maxRevoked = 64;
/** How far the clocks of two processes may differ, in milliseconds. */
export const clockSkewMs = 10_000;

/**
 * The key that signs: the latest whose time has come. Where none has, because the clock was set back, the earliest.
 */
export function activeEntry({ entries }: RingDocument, nowMs: number): RingEntry {
  return (entries.findLast(({ signsFromMs }) => signsFromMs <= nowMs) ?? entries[0]) as RingEntry;
}

/** The key that will sign next, if one is published. */
export function pendingEntry(document: RingDocument, nowMs: number): RingEntry | undefined {
  return document.entries.find((entry) => stateOf(entry, document, nowMs) === 'pending');
}

/** The state of a key at a time. */
export function stateOf(entry: RingEntry, document: RingDocument, nowMs: number): KeyState {
  const active = activeEntry(document, nowMs);
  if (entry === active) return 'active';
  if (entry.signsFromMs > active.signsFromMs) return 'pending';
  const { signsUntilMs = active.signsFromMs, verifiesMs } = entry;
  return nowMs < signsUntilMs + verifiesMs ? 'retiring' : 'gone';
}

/** Epoch milliseconds at which the next key signs if all goes as planned; undefined without rotation. */
export function nextRotationMs(document: RingDocument, nowMs: number, { rotationMs }: RingTimes): number | undefined {
  const pending = pendingEntry(document, nowMs);
  if (pending !== undefined) return pending.signsFromMs;
  return rotationMs === undefined ? undefined : activeEntry(document, nowMs).signsFromMs + rotationMs;
}

/** Whether it is time to publish a successor. It signs when verifiers can know it, however late it was published. */
export function isSuccessorDue(document: RingDocument, nowMs: number, times: RingTimes): boolean {
  if (pendingEntry(document, nowMs) !== undefined) return false;
  const rotationAtMs = nextRotationMs(document, nowMs, times);
  return rotationAtMs !== undefined && nowMs >= rotationAtMs - times.pendingMs;
}

/** The ring without the keys that are gone, and with the retirement times of this process where they are longer; the same object when nothing is to do. */
export function tidied(document: RingDocument, nowMs: number, { verifiesMs }: RingTimes): RingDocument {
  const isCurrent = (entry: RingEntry): boolean => entry.verifiesMs >= verifiesMs;
  const staying = document.entries.filter((entry) => stateOf(entry, document, nowMs) !== 'gone');
  if (staying.length === document.entries.length && staying.every(isCurrent)) return document;
  return changed(
    document,
    staying.map((entry) => (isCurrent(entry) ? entry : { ...entry, verifiesMs })),
  );
}

/** The ring with a new key at its end; until that signs, the last one does. */
export function withSuccessor(document: RingDocument, successor: RingEntry): RingDocument {
  const { signsFromMs } = successor;
  return changed(document, [
    ...document.entries.map((entry) => ({ ...entry, signsUntilMs: entry.signsUntilMs ?? signsFromMs })),
    successor,
  ]);
}

/**
 * The ring without one key. If that was the active one, the pending key signs at once, or else the fresh one.
 *
 * @param fresh - a key that nobody has seen, for the case that no other is left to sign
 */
export function withoutKey(
  document: RingDocument,
  kid: string,
  { nowMs, fresh }: { readonly nowMs: number; readonly fresh: RingEntry },
): RingDocument {
  const active = activeEntry(document, nowMs);
  const wasActive = active.kid === kid;
  // In the past, so that a process whose clock is behind does not fall back on a key that retires.
  const signsFromMs = Math.max(active.signsFromMs, nowMs - clockSkewMs);
  const pending = pendingEntry(document, nowMs);
  const others = document.entries.filter((entry) => entry.kid !== kid);
  const revoked = [...document.revoked, { kid, revokedAtMs: nowMs }].slice(-maxRevoked);
  return { ...changed(document, reordered()), revoked };

  function reordered(): readonly RingEntry[] {
    if (wasActive && pending === undefined) return [...others, { ...fresh, signsFromMs }];
    if (wasActive) return others.map((entry) => (entry === pending ? { ...entry, signsFromMs } : entry));
    return pending?.kid === kid ? others.map(withoutSuccessor) : others;
  }

  function withoutSuccessor(entry: RingEntry): RingEntry {
    const { signsUntilMs, ...rest } = entry;
    return signsUntilMs === pending?.signsFromMs ? rest : entry;
  }
}

function changed(document: RingDocument, entries: readonly RingEntry[]): RingDocument {
  return { ...document, revision: document.revision + 1, entries };
}
