import { createJwtVerifier } from '@jwt-guard/core';
import type { IssuerResolver, JwtVerifier } from '@jwt-guard/core';
import { createLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuer } from '@jwt-guard/testing';

import { verdictOn } from '../../src/corpus/verdict.js';

const audience = 'https://api.test';
const clock = (): number => 1_800_000_000_500;
const issuerOf = (issuer: string): LocalIssuer => createLocalIssuer({ issuer, audience, clock });
const good = issuerOf('https://tenant.good');

const verifierBy = (issuers: IssuerResolver): JwtVerifier<unknown> => createJwtVerifier({ issuers, clock });
const trusted = ({ issuer, jwks }: LocalIssuer): ReturnType<IssuerResolver> => ({ issuer, audience, jwks });

describe('issuers that a function finds', () => {
  const predicates: readonly (readonly [string, (issuer: string) => boolean])[] = [
    ['startsWith', (issuer) => issuer.startsWith('https://tenant.good')],
    ['includes', (issuer) => issuer.includes('tenant.good')],
    ['a regular expression', (issuer) => /tenant.good/i.test(issuer)],
  ];
  const lookalikes = [
    'https://tenant.good.evil.com',
    'https://tenant.good@evil.com',
    'https://evil.com/https://tenant.good',
    'https://tenantXgood',
    'https://tenant.good/',
    'https://TENANT.good',
  ];
  it.each(predicates)('P6, M-09 · trust no lookalike where the function compares by %s', async (_how, isOurs) => {
    const verifier = verifierBy((issuer) => (isOurs(issuer) ? trusted(good) : undefined));
    expect(await verdictOn(verifier, good.tokenFor())).toBe('accepted');
    for (const lookalike of lookalikes) {
      const own = issuerOf(lookalike).tokenFor();
      const forged = good.tokenFor({ claims: { iss: lookalike } });
      for (const token of [own, forged]) expect(await verdictOn(verifier, token)).toBe('invalid_token');
    }
  });

  const answers: readonly (readonly [string, IssuerResolver, string])[] = [
    ['undefined', () => undefined, 'invalid_token'],
    ['null', () => null as unknown as undefined, 'invalid_token'],
    ['the options of another issuer', () => trusted(issuerOf('https://other.test')), 'invalid_token'],
    ['text', () => 'https://tenant.good' as unknown as undefined, 'keys_unavailable'],
    ['options that are none', () => ({ issuer: 1 }) as unknown as undefined, 'keys_unavailable'],
    ['a rejection', () => Promise.reject(new Error('no database today')), 'keys_unavailable'],
  ];
  it.each(answers)('P6, M-10 · answer %s, and no token is accepted by it', async (_what, resolver, verdict) => {
    expect(await verdictOn(verifierBy(resolver), good.tokenFor())).toBe(verdict);
  });

  it('P6, M-10 · are a 503 after five seconds where the function never answers', async () => {
    const verifier = verifierBy(() => new Promise(() => undefined));
    const { jest } = import.meta;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance', 'Date'] });
    try {
      const verdict = verdictOn(verifier, good.tokenFor());
      await jest.advanceTimersByTimeAsync(5_000);
      expect(await verdict).toBe('keys_unavailable');
    } finally {
      jest.useRealTimers();
    }
  });

  it('P6, M-10 · of 10,000 distinct ones at most 50 are asked for at once, and a known one is accepted as before', async () => {
    let asked = 0;
    const verifier = verifierBy((issuer) => {
      asked += 1;
      return issuer === good.issuer ? trusted(good) : undefined;
    });
    const token = good.tokenFor();
    expect(await verdictOn(verifier, token)).toBe('accepted');
    for (let made = 0; made < 10_000; made += 1)
      expect(await verdictOn(verifier, good.tokenFor({ claims: { iss: `https://t${made}.test` } }))).not.toBe(
        'accepted',
      );
    expect(asked).toBe(50);
    expect(verifier.health().size).toBe(1);
    expect(await verdictOn(verifier, token)).toBe('accepted');
  });
});
