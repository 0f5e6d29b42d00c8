import { fleetSize, playOutageHour } from '../../src/resilience/outage-hour.js';
import type { OutageHour } from '../../src/resilience/outage-hour.js';

let hour: OutageHour;

beforeAll(async () => {
  hour = await playOutageHour();
}, 120_000);

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('an hour in which the identity provider fails, under steady load', () => {
  it('K5, A5, D-04 · fails no request', () => {
    expect(hour.requests).toBeGreaterThan(25_000);
    expect(hour.failed).toBe(0);
  });

  it('K5 · asks the failing provider no more than twice a minute for each verifier', () => {
    expect(hour.fetchesInOutage / fleetSize / 60).toBeLessThan(2);
    expect(hour.fetchesInOutage).toBeGreaterThan(fleetSize);
  });

  it('K5 · recovers by one fetch for each verifier', () => {
    expect(hour.fresh).toBe(fleetSize);
    expect(sum(hour.fetchesASecond)).toBe(fleetSize);
  });

  it('K5 · recovers without a thundering herd: the fetches are spread over a minute by their jitter', () => {
    expect(Math.max(...hour.fetchesASecond)).toBeLessThanOrEqual(fleetSize / 5);
    expect(hour.fetchesASecond.filter((fetches) => fetches > 0).length).toBeGreaterThan(20);
    expect(sum(hour.fetchesASecond.slice(61))).toBe(0);
  });

  it('K3 · spreads the refreshes that follow, seven to nine minutes later', () => {
    expect(sum(hour.fetchesAMinute)).toBe(fleetSize);
    expect(hour.fetchesAMinute.filter((fetches) => fetches > 0).length).toBeGreaterThanOrEqual(2);
  });
});
