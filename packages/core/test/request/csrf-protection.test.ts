import { randomBytes } from 'node:crypto';
import { createCsrfProtection } from '@jwt-guard/core';
import { errorWith } from '../support/expectations.js';

const origins = ['https://app.example.com'];

describe('createCsrfProtection', () => {
  it('C2, C3 · checks the origin, and asks for no token unless told', () => {
    const { checkOrigin, tokens, origins: trusted } = createCsrfProtection({ origins });

    expect(trusted).toEqual(origins);
    expect(tokens).toBeUndefined();
    expect(() => {
      checkOrigin({ method: 'POST', rawHeaders: ['Origin', 'https://evil.example'] });
    }).toThrow(errorWith({ reason: 'csrf_origin_mismatch' }));
  });

  it('C4 · makes the tokens of the double submit by option, and is frozen', () => {
    const protection = createCsrfProtection({ origins, token: { secret: randomBytes(32) } });

    expect(protection.tokens?.tokenFor('s1')).toMatch(/\./);
    expect(Object.isFrozen(protection)).toBe(true);
  });
});
