import { createSingleFlight } from '../../src/keys/single-flight.js';

describe('createSingleFlight', () => {
  it('K7 · shares one run among all who ask while it is under way, and then starts another', async () => {
    let runs = 0;
    const flight = createSingleFlight(() => Promise.resolve((runs += 1)));
    expect(flight.isUnderWay()).toBe(false);
    const shared = Promise.all([flight.run(), flight.run(), flight.run()]);
    expect(flight.isUnderWay()).toBe(true);
    await expect(shared).resolves.toEqual([1, 1, 1]);
    expect(flight.isUnderWay()).toBe(false);
    await expect(flight.run()).resolves.toBe(2);
  });

  it('K7 · shares a failure, and runs again after it', async () => {
    let fails = true;
    const flight = createSingleFlight(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve('up')));
    const both = await Promise.allSettled([flight.run(), flight.run()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    await expect(flight.run()).resolves.toBe('up');
  });
});
