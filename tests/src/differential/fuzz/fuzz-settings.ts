import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { RunSettings } from '../run-settings.js';

/** What the command line says of a fuzzing run. */
export interface FuzzSettings extends RunSettings {
  /** Threads that share the tokens. */
  readonly workers: number;
}

/**
 * Reads `--tokens N` (1,000,000), `--seed S` (1), `--only INDEX`, which makes that one token again, and `--workers N`
 * (one for each processor, 8 at most).
 *
 * @throws {TypeError} For options that do not exist.
 * @throws {RangeError} For anything but whole numbers.
 */
export function readFuzzSettings(args: readonly string[]): FuzzSettings {
  const { tokens, seed, only, workers } = parseArgs({
    args: [...args],
    options: {
      tokens: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      workers: { type: 'string', default: String(Math.min(availableParallelism(), 8)) },
    },
  }).values;
  const settings = {
    seed: wholeNumber('--seed', seed),
    count: wholeNumber('--tokens', tokens, 1),
    start: 0,
    workers: wholeNumber('--workers', workers, 1),
  };
  return only === undefined ? settings : { ...settings, start: wholeNumber('--only', only), count: 1, workers: 1 };
}

function wholeNumber(name: string, text: string, least = 0): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name}: pass a whole number from ${least}, not ${text}`);
  return value;
}
