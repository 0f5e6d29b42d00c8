import { KeysUnavailableError } from '../errors/keys-unavailable-error.js';
import type { KeyRefresh } from './key-refresh.js';

/**
 * Requires that a key set is known to be in its place, before somebody concludes that a key does not exist.
 *
 * @throws {KeysUnavailableError} While the metadata that name the place cannot be had.
 */
export function requireCertainty({ doubt }: Pick<KeyRefresh, 'doubt'>): void {
  const cause = doubt()?.error;
  if (cause !== undefined) throw new KeysUnavailableError({ cause });
}
