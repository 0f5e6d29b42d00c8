import { readFuzzSettings } from '../../../src/differential/fuzz/fuzz-settings.js';

describe('the command line of the fuzzing run', () => {
  it('A1 · a run has a million tokens unless told otherwise', () => {
    expect(readFuzzSettings([])).toMatchObject({ seed: 1, count: 1_000_000, start: 0 });
    expect(readFuzzSettings(['--tokens', '7', '--seed', '3', '--workers', '2'])).toEqual({
      seed: 3,
      count: 7,
      start: 0,
      workers: 2,
    });
  });

  it('makes one token again', () => {
    expect(readFuzzSettings(['--seed', '3', '--only', '41'])).toEqual({ seed: 3, count: 1, start: 41, workers: 1 });
  });

  it.each(['0', '-1', '1.5', '1e3', '', 'many'])('refuses --tokens=%s', (tokens) => {
    expect(() => readFuzzSettings([`--tokens=${tokens}`])).toThrow(RangeError);
  });

  it('refuses an option that does not exist', () => {
    expect(() => readFuzzSettings(['--token', '5'])).toThrow("Unknown option '--token'");
  });
});
