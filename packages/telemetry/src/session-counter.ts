import type { Meter } from '@opentelemetry/api';
import { createCounter } from './instruments.js';
import { issuerMetrics } from './metric-catalogue.js';
import { setAttributes } from './set-attributes.js';

/** What becomes of sessions: the event of the issuer, and the value of the attribute `jwt_guard.event`. */
export const sessionEvents: Readonly<Record<string, string>> = Object.freeze({
  sessionStarted: 'started',
  rotated: 'rotated',
  replayedInGrace: 'replayed_in_grace',
  reuseDetected: 'reuse_detected',
  lostWrite: 'lost_write',
  sessionRevoked: 'revoked',
});

/** Counts an event of the session of an issuer. */
export type SessionCounter = (event: string, issuer: string | undefined) => void;

/**
 * Makes the counter of what becomes of sessions. With the first event of an issuer all others of it are shown to be 0: to
 * Prometheus a counter that begins with 1 looks like one that never rose.
 */
export function createSessionCounter(meter: Meter): SessionCounter {
  const counter = createCounter(meter, issuerMetrics.sessionEvents);
  const shown = new Set<string | undefined>();

  function show(issuer: string | undefined): void {
    shown.add(issuer);
    for (const event of Object.values(sessionEvents)) counter.add(0, setAttributes({}, { event, issuer }));
  }

  return (event, issuer) => {
    if (!shown.has(issuer)) show(issuer);
    counter.add(1, setAttributes({}, { event, issuer }));
  };
}
