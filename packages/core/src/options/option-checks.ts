import { InvalidOptionError } from '../errors/invalid-option-error.js';

/** @throws {InvalidOptionError} When the value is no string, or empty. */
export function nonEmptyString(value: unknown, option: string, remedy: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new InvalidOptionError(option, remedy);
  return value;
}

/**
 * One string or several, as a frozen copy without duplicates.
 *
 * @throws {InvalidOptionError} When there is none, or one of them is no string or empty.
 */
export function nonEmptyStrings(value: unknown, option: string, remedy: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? [...(value as readonly unknown[])] : [value];
  if (list.length === 0) throw new InvalidOptionError(option, remedy);
  return Object.freeze([...new Set(list.map((item) => nonEmptyString(item, option, remedy)))]);
}

/** @throws {InvalidOptionError} When the value is no finite number between `min` and `max`, both included. */
export function numberWithin(
  value: unknown,
  option: string,
  range: { readonly min: number; readonly max: number; readonly unit: string },
): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < range.min || value > range.max) {
    throw new InvalidOptionError(option, `pass a number of ${range.unit} between ${range.min} and ${range.max}.`);
  }
  return value;
}

/** @throws {InvalidOptionError} When the value is no function. */
export function aFunction<T>(value: T, option: string, remedy: string): T {
  if (typeof value !== 'function') throw new InvalidOptionError(option, remedy);
  return value;
}

/**
 * An `https:` URL, or `http:` on the loopback, without userinfo or fragment.
 *
 * @throws {InvalidOptionError} Otherwise.
 */
export function secureUrl(value: unknown, option: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !isSecureUrl(url)) {
    throw new InvalidOptionError(
      option,
      'pass an absolute https: URL without userinfo or fragment (http: only on the loopback).',
    );
  }
  return value as string;
}

/** Whether a URL may be fetched or trusted: `https:`, or `http:` on the loopback; no userinfo, no fragment. */
export function isSecureUrl(url: URL): boolean {
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
