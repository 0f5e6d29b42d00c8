import type { TokenReason } from '../../src/index.js';

/** Matches the refusal of a token for this reason, and at this claim where one is named: for `toThrow`. */
export function refusal(reason: TokenReason, claim?: string): Error {
  return expect.objectContaining({
    name: 'InvalidTokenError',
    status: 401,
    reason,
    ...(claim !== undefined && { claim }),
  }) as Error;
}
