import { aFunction, isJwtGuardError, StoreUnavailableError } from '@jwt-guard/core';
import type { RevocationWriter } from '@jwt-guard/core';

import type { AccessTokenRequest, IssuerDefaults } from './access-token-claims.js';
import { identifier } from './identifier.js';

/** The first second at which a token for a request is beyond all that was revoked; undefined where nothing was. */
export type WatermarkReader = (request: AccessTokenRequest) => Promise<number | undefined>;

/**
 * Reads the watermark that meets a token before it is signed.
 *
 * The reader rejects with {@link StoreUnavailableError} when the store fails: nobody could tell then whether the token will
 * be accepted.
 *
 * @throws {InvalidOptionError} When there is no `watermark` to ask.
 */
export function createWatermarkReader(
  revocation: Pick<RevocationWriter, 'watermark'>,
  { issuer, clientId: defaultClientId }: IssuerDefaults,
): WatermarkReader {
  const remedy = 'pass a revocation store that writes, such as RedisRevocationStore.';
  aFunction((revocation as Partial<RevocationWriter> | null)?.watermark, 'revocation', remedy);

  return async ({ subject, clientId = defaultClientId, sessionId }) => {
    const token = {
      issuer,
      subject: identifier(subject, 'sub'),
      clientId: identifier(clientId, 'client_id'),
      ...(sessionId !== undefined && { sessionId: identifier(sessionId, 'sid') }),
    };
    const watermark = await ask(() => revocation.watermark(token));
    return watermark === undefined ? undefined : watermark + 1;
  };
}

async function ask(read: () => Promise<number | undefined>): Promise<number | undefined> {
  try {
    const watermark = await read();
    if (watermark === undefined || Number.isSafeInteger(watermark)) return watermark;
    throw new TypeError('the revocation store answered a watermark that is no whole second');
  } catch (cause) {
    throw isJwtGuardError(cause) ? cause : new StoreUnavailableError({ cause });
  }
}
