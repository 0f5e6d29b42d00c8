import { isAlgorithmConfusion } from '../../src/verifier/algorithm-confusion.js';

const asymmetric = new Set(['ES256', 'RS256']);
const refused = { reason: 'algorithm_not_allowed', claim: 'alg', algorithms: asymmetric };

describe('isAlgorithmConfusion', () => {
  it.each(['HS256', 'HS384', 'HS512', 'hs256', ' HS256'])(
    'A-12, A-14 · finds %j at an issuer that has no secret',
    (alg) => {
      expect(isAlgorithmConfusion({ ...refused, header: { alg } })).toBe(true);
    },
  );

  it('finds it too where nobody says what the issuer has', () => {
    expect(isAlgorithmConfusion({ reason: 'algorithm_not_allowed', header: { alg: 'HS256' } })).toBe(true);
  });

  it('is not a foreign secret algorithm at an issuer that has a secret', () => {
    expect(isAlgorithmConfusion({ ...refused, algorithms: new Set(['HS256']), header: { alg: 'HS512' } })).toBe(false);
  });

  it.each(['none', 'None', 'NONE', 'nOnE', ' none', 'none ', 'none\0'])(
    'A-02 · finds %j at any issuer, and at none',
    (alg) => {
      expect(isAlgorithmConfusion({ ...refused, algorithms: new Set(['HS256']), header: { alg } })).toBe(true);
      expect(isAlgorithmConfusion({ reason: 'issuer_not_trusted', header: { alg } })).toBe(true);
    },
  );

  it('A-08 · finds a signature that was stripped', () => {
    expect(isAlgorithmConfusion({ reason: 'malformed', claim: 'signature' })).toBe(true);
  });

  it.each([
    ['another asymmetric algorithm', { ...refused, header: { alg: 'PS256' } }],
    ['a name that only begins so', { ...refused, header: { alg: 'nonesuch' } }],
    ['a secret of a foreign issuer', { reason: 'issuer_not_trusted', header: { alg: 'HS256' } }],
    ['an expired token', { reason: 'expired', header: { alg: 'HS256' }, algorithms: new Set(['HS256']) }],
    ['garbage', { reason: 'malformed' }],
    ['a broken header', { reason: 'malformed', claim: 'alg' }],
    ['a signature that nothing is known of', { reason: 'opaque', claim: 'signature' }],
    ['no token', { reason: 'token_missing' }],
  ])('is not %s', (_what, token) => {
    expect(isAlgorithmConfusion(token)).toBe(false);
  });
});
