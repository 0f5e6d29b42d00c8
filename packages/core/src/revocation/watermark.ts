/**
 * Revokes what was issued at or before a second, but perhaps for one session. Two numbers tell exactly what any number of
 * such revocations amount to, whatever sessions they spare, since only the latest one decides for all sessions but its own.
 */
export interface Watermark {
  /** Whole epoch seconds: nothing issued then or before is good. */
  readonly at: number;
  /** The session that is spared: `otherwise` counts for it instead of `at`. */
  readonly exceptSession?: string | undefined;
  /** The latest watermark that does not spare that session; absent where there is none. */
  readonly otherwise?: number | undefined;
}

/**
 * Adds one revocation to those that a watermark tells. The order does not matter, and no watermark moves back.
 *
 * @param added - one revocation: the second, and the session that it spares
 */
export function mergeWatermark(
  known: Watermark | undefined,
  { at, exceptSession }: Omit<Watermark, 'otherwise'>,
): Watermark {
  if (known === undefined) return { at, exceptSession, otherwise: undefined };
  if (exceptSession === known.exceptSession) return { ...known, at: Math.max(at, known.at) };
  if (at > known.at) return { at, exceptSession, otherwise: known.at };
  return { ...known, otherwise: Math.max(at, known.otherwise ?? at) };
}

/** The watermark that counts for a session, or for a token without one; undefined for none. */
export function watermarkFor(
  { at, exceptSession, otherwise }: Watermark,
  sessionId: string | undefined,
): number | undefined {
  return exceptSession !== undefined && sessionId === exceptSession ? otherwise : at;
}
