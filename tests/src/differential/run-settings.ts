/** What the environment may say of a seeded run. */
export interface RunSettings {
  /** `SEED`; 1 unless told. */
  readonly seed: number;
  /** `COUNT`: how many tokens. */
  readonly count: number;
  /** `START`: the index of the first token, to make one of a run again alone; 0 unless told. */
  readonly start: number;
}

/**
 * Reads `SEED`, `COUNT` and `START` from the environment.
 *
 * @throws {RangeError} For anything but whole numbers from 0.
 */
export function readRunSettings(defaultCount: number): RunSettings {
  return {
    seed: wholeNumber('SEED', 1),
    count: wholeNumber('COUNT', defaultCount),
    start: wholeNumber('START', 0),
  };
}

function wholeNumber(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name}: pass a whole number, not ${text}`);
  return value;
}
