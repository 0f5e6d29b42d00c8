import { escapeForLog } from '../events/escape-for-log.js';
import type { KeyChangedEvent } from '../events/events.js';
import type { SecurityEventEmitter } from '../events/security-event-emitter.js';
import type { KeyName } from '../keys/key-changes.js';
import type { KeyFetchReport } from '../keys/key-refresh.js';

/** Tells operators what became of the key set of an issuer. */
export function reportKeys({ emit }: Pick<SecurityEventEmitter, 'emit'>, issuer: string, report: KeyFetchReport): void {
  if (report.outcome === 'failed') {
    const { error, retryAfterSeconds, staleKeysUsed, durationMs } = report;
    emit('keysFailed', { issuer, error, retryAfterSeconds, staleKeysUsed, durationMs });
  } else if (report.outcome === 'stale-used') {
    const { ageSeconds, usableForSeconds } = report;
    emit('keysStaleUsed', { issuer, ageSeconds, usableForSeconds });
  } else if (report.outcome === 'metadata-failed') {
    const { error, trustedForMs } = report;
    emit('metadataFailed', { issuer, error, usableForSeconds: Math.ceil(trustedForMs / 1_000) });
  } else {
    const { kids, unusable, unchanged, durationMs } = report;
    emit('keysFetched', { issuer, kids, unusable, unchanged, durationMs });
    for (const key of report.added) emit('keyAdded', changed(issuer, key));
    for (const key of report.removed) emit('keyRemoved', changed(issuer, key));
  }
}

function changed(issuer: string, { kid, algorithm }: KeyName): KeyChangedEvent {
  return { issuer, algorithm, ...(kid !== undefined && { kid: escapeForLog(kid) }) };
}
