import { whenKnown } from '../../src/ports/when-known.js';

const double = (known: number): number => known * 2;

describe('whenKnown', () => {
  it('goes on at once with what is at hand', () => {
    expect(whenKnown(2, double)).toBe(4);
  });

  it('goes on later with what is promised, and hands on why a promise was broken', async () => {
    await expect(whenKnown(Promise.resolve(2), double)).resolves.toBe(4);
    await expect(whenKnown(Promise.reject<number>(new Error('broken')), double)).rejects.toThrow('broken');
  });
});
