import { createFetchBudget } from '../../src/keys/fetch-budget.js';

function budgetAt(startMs: number): { readonly spend: () => boolean; readonly passMs: (ms: number) => void } {
  let nowMs = startMs;
  const budget = createFetchBudget(() => nowMs);
  return {
    spend: () => budget.spend(),
    passMs: (ms) => {
      nowMs += ms;
    },
  };
}

describe('createFetchBudget', () => {
  it('allows two fetches at once', () => {
    const { spend } = budgetAt(1_000_000);
    expect([spend(), spend(), spend(), spend()]).toEqual([true, true, false, false]);
  });

  it('allows one more every 15 seconds, to the millisecond', () => {
    const { spend, passMs } = budgetAt(1_000_000);
    spend();
    spend();
    passMs(14_999);
    expect(spend()).toBe(false);
    passMs(1);
    expect([spend(), spend()]).toEqual([true, false]);
    passMs(15_000);
    expect([spend(), spend()]).toEqual([true, false]);
  });

  it('keeps what is left of a period, and never saves up more than two', () => {
    const { spend, passMs } = budgetAt(1_000_000);
    spend();
    spend();
    passMs(20_000);
    expect([spend(), spend()]).toEqual([true, false]);
    passMs(10_000);
    expect([spend(), spend()]).toEqual([true, false]);
    passMs(3_600_000);
    expect([spend(), spend(), spend()]).toEqual([true, true, false]);
  });

  it('gives nothing away when the clock is set back', () => {
    const { spend, passMs } = budgetAt(1_000_000);
    spend();
    spend();
    passMs(-500_000);
    expect(spend()).toBe(false);
    passMs(15_000);
    expect([spend(), spend()]).toEqual([true, false]);
  });
});
