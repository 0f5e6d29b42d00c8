import { InvalidOptionError } from '../errors/invalid-option-error.js';

/**
 * A name that stands in the path of an issuer as it is.
 *
 * @throws {InvalidOptionError} When the value is no string, is empty, or could change the URL around it.
 */
export function pathSegment(value: unknown, option: string, remedy: string): string {
  if (typeof value !== 'string' || !/^[\w.~-]+$/.test(value) || /^\.+$/.test(value))
    throw new InvalidOptionError(option, remedy);
  return value;
}
