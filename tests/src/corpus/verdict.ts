import { isJwtGuardError } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';

/** What a verifier says of a token: `accepted`, the code of a refusal, or, which must never be, another error. */
export async function verdictOn(verifier: JwtVerifier<unknown>, token: unknown): Promise<string> {
  try {
    await verifier.verify(token);
    return 'accepted';
  } catch (error) {
    return isJwtGuardError(error) ? error.code : `thrown: ${String(error)}`;
  }
}
