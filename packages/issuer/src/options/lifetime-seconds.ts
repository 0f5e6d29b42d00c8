import { InvalidOptionError, numberWithin } from '@jwt-guard/core';

/** A length of time: a number of seconds, or a number with its unit: `'90s'`, `'10m'`, `'12h'`. */
export type Lifetime = number | `${number}${'s' | 'm' | 'h' | 'd'}`;

const secondsPerUnit: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

/**
 * Reads a lifetime as whole seconds.
 *
 * @throws {InvalidOptionError} When it is no lifetime, not whole, under one second, or over `maxSeconds`.
 */
export function lifetimeSeconds(value: unknown, option: string, maxSeconds: number): number {
  const seconds = typeof value === 'string' ? parse(value, option) : value;
  numberWithin(seconds, option, { min: 1, max: maxSeconds, unit: 'seconds' });
  if (!Number.isInteger(seconds)) throw new InvalidOptionError(option, 'pass a whole number of seconds.');
  return seconds as number;
}

function parse(text: string, option: string): number {
  const [, amount, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const unitSeconds = secondsPerUnit.get(unit);
  if (unitSeconds === undefined)
    throw new InvalidOptionError(option, "pass seconds as a number, or a number with its unit: '90s', '10m', '12h'.");
  return Number(amount) * unitSeconds;
}
