import { CsrfError, InvalidTokenError, MissingTokenError } from '@jwt-guard/core';
import { rejectedEvent } from '../../src/verifier/rejected-event.js';
import { issuer } from '../support/tokens.js';

describe('rejectedEvent', () => {
  it('says only what is known: for an absent token, code and reason', () => {
    expect(rejectedEvent(new MissingTokenError(), { signatureVerified: false })).toEqual({
      code: 'missing_token',
      reason: 'token_missing',
      signatureVerified: false,
    });
  });

  it('says how far a token came', () => {
    const journey = { source: 'cookie', header: { alg: 'ES256', kid: 'k1' }, issuer, signatureVerified: true } as const;

    expect(rejectedEvent(new InvalidTokenError('claim_missing', { claim: 'jti' }), journey, 'do this')).toEqual({
      code: 'invalid_token',
      reason: 'claim_missing',
      signatureVerified: true,
      issuer,
      algorithm: 'ES256',
      kid: 'k1',
      claim: 'jti',
      source: 'cookie',
      hint: 'do this',
    });
  });

  it('leaves out kid and claim where there is none', () => {
    const event = rejectedEvent(new InvalidTokenError('opaque'), {
      header: { alg: 'ES256' },
      signatureVerified: false,
    });

    expect(Object.keys(event)).toEqual(['code', 'reason', 'signatureVerified', 'algorithm']);
  });

  it('J10 T-23 · escapes and cuts what an attacker wrote into the header', () => {
    const header = { alg: '\u001b[2J', kid: `k\r\nreason=ok${'x'.repeat(200)}` };
    const { algorithm, kid } = rejectedEvent(new InvalidTokenError('expired'), { header, signatureVerified: false });

    expect(algorithm).toBe('\\u001b[2J');
    expect(kid).toMatch(/^k\\u000d\\u000areason=okx+$/);
    expect(kid).not.toContain('x'.repeat(64));
  });

  it('B8 · holds no value from the claims, no other header parameter, no message and no cause', () => {
    const header = { alg: 'ES256', jku: 'https://evil.example.com', typ: 'JWT' };
    const error = new InvalidTokenError('malformed', { cause: new Error('secret') });

    expect(JSON.stringify(rejectedEvent(error, { header, signatureVerified: false }))).not.toMatch(
      /evil|secret|JWT|token is/,
    );
  });

  it('names no claim for an error that has none', () => {
    const error = Object.assign(new CsrfError('csrf_cross_site'), { claim: 'sub' });

    expect(rejectedEvent(error, { signatureVerified: false })).not.toHaveProperty('claim');
  });

  it('is frozen, so that no listener changes what the next one hears', () => {
    expect(Object.isFrozen(rejectedEvent(new MissingTokenError(), { signatureVerified: false }))).toBe(true);
  });
});
