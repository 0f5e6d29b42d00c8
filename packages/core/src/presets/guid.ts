import { InvalidOptionError } from '../errors/invalid-option-error.js';

/**
 * A GUID, in lower case as Microsoft writes it into tokens.
 *
 * @throws {InvalidOptionError} When the value is none.
 */
export function guid(value: unknown, option: string, remedy: string): string {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (!isGuid(text)) throw new InvalidOptionError(option, remedy);
  return text;
}

/** Whether a text is a GUID in lower case. */
export function isGuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}
