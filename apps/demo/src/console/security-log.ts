import type { JwtVerifier } from '@jwt-guard/core';
import type { KeyRing, RefreshTokens, SecretRing } from '@jwt-guard/issuer';
import type { Logger } from 'pino';

/** Writes what a verifier tells its operators as one structured line each: the reason, and never the token. */
export function logSecurityEvents(verifier: JwtVerifier, logger: Logger): void {
  verifier.on('rejected', (event) => {
    logger.warn({ event: 'rejected', ...event }, `request refused: ${event.reason}`);
  });
  verifier.on('keysFetched', (event) => {
    logger.info({ event: 'keysFetched', ...event }, 'keys fetched');
  });
  verifier.on('keysFailed', ({ error, ...event }) => {
    logger.error({ event: 'keysFailed', ...event, err: error }, 'keys could not be fetched');
  });
  verifier.on('keysStaleUsed', (event) => {
    logger.warn({ event: 'keysStaleUsed', ...event }, 'keys past their time are used');
  });
  verifier.on('metadataFailed', ({ error, ...event }) => {
    logger.warn({ event: 'metadataFailed', ...event, err: error }, 'the metadata of an issuer cannot be had');
  });
  for (const name of ['keyAdded', 'keyRemoved'] as const)
    verifier.on(name, (event) => {
      logger.info({ event: name, ...event }, 'the published keys have changed');
    });
  verifier.on('revocationUnknown', ({ error, ...event }) => {
    logger.error({ event: 'revocationUnknown', ...event, err: error }, 'nobody can tell what was revoked');
  });
}

/** Writes what an issuer tells its operators. */
export function logIssuerEvents(
  {
    keys,
    secrets,
    sessions,
  }: { readonly keys: KeyRing; readonly secrets: SecretRing; readonly sessions: RefreshTokens },
  logger: Logger,
): void {
  for (const name of ['keyPublished', 'keyActivated', 'keyRetired', 'keyRemoved', 'keyRevoked'] as const)
    keys.on(name, (event) => {
      logger.info({ event: name, ...event }, 'the signing keys have changed');
    });
  for (const ring of [keys, secrets])
    ring.on('keyRingFailed', ({ error, ...event }) => {
      logger.error({ event: 'keyRingFailed', ...event, err: error }, 'a key ring could not be read or changed');
    });
  for (const name of ['sessionStarted', 'rotated', 'replayedInGrace', 'sessionRevoked'] as const)
    sessions.on(name, (event) => {
      logger.info({ event: name, ...event }, 'a session has changed');
    });
  for (const name of ['reuseDetected', 'lostWrite'] as const)
    sessions.on(name, (event) => {
      logger.error(
        { event: name, ...event },
        name === 'reuseDetected' ? 'a refresh token was used again' : 'Redis has lost a write',
      );
    });
}
