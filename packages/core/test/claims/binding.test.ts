import { requireBinding } from '../../src/claims/binding.js';
import type { Binding } from '../../src/claims/binding.js';
import { refusal } from '../support/refusal.js';

const check = (claims: Record<string, string | null | readonly string[]>, whenAbsent?: Binding['whenAbsent']) => () => {
  requireBinding(claims, { claim: 'azp', values: ['app', 'cli'], ...(whenAbsent && { whenAbsent }) });
};

describe('requireBinding', () => {
  it('C-34 · C-62 · demands the claim, as text that equals one of the values', () => {
    expect(check({ azp: 'cli' })).not.toThrow();
    for (const azp of ['App', 'app ', ['app'], null, ''])
      expect(check({ azp })).toThrow(refusal('claim_mismatch', 'azp'));
  });

  it('C-62 · refuses a token without the claim, unless told otherwise', () => {
    expect(check({})).toThrow(refusal('claim_missing', 'azp'));
    expect(check({}, 'reject')).toThrow(refusal('claim_missing', 'azp'));
    expect(check({}, 'accept')).not.toThrow();
  });

  it('C-62 · accepts absence alone, never another value', () => {
    for (const azp of ['other', null, '']) expect(check({ azp }, 'accept')).toThrow(refusal('claim_mismatch', 'azp'));
  });
});
