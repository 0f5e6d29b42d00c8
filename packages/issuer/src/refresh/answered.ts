import { isJwtGuardError, StoreUnavailableError } from '@jwt-guard/core';

/**
 * Waits for what stands behind a port.
 *
 * @throws {StoreUnavailableError} (as rejection) Whatever it threw: a client that is told `invalid_grant` logs its user out,
 *   so an outage must never look like one.
 */
export async function answered<T>(question: () => T | Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw isJwtGuardError(error) && error.status === 503 ? error : new StoreUnavailableError({ cause: error });
  }
}
