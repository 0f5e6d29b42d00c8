import { InvalidOptionError } from '../errors/invalid-option-error.js';

/**
 * A frozen snapshot of a caller's options: own members only, so that neither a polluted prototype nor a later
 * change of the caller's object has any effect. A name that is not known is an error, never ignored.
 *
 * @throws {InvalidOptionError} When `options` is no object, or names an unknown option.
 */
export function ownOptions<T extends object>(
  options: T,
  known: readonly (keyof T & string)[],
  path = 'options',
): Readonly<T> {
  if (!isObject(options)) throw new InvalidOptionError(path, 'pass an object of options.');
  const unknown = Object.keys(options).find((name) => !(known as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidOptionError(optionPath(path, unknown), `unknown option; known are ${known.join(', ')}.`);
  return Object.freeze(Object.assign(Object.create(null), options)) as Readonly<T>;
}

/** The name of an option inside another, as the caller would write it. */
export function optionPath(path: string, name: string): string {
  return path === 'options' ? name : `${path}.${name}`;
}

/** Whether a value is an object with members: no array, no null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
