import type { JwtVerifier } from '@jwt-guard/core';
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
}
