import { isTokenRequestError, TokenRequestError } from '@jwt-guard/issuer';
import type { TokenRequestErrorCode } from '@jwt-guard/issuer';

describe('TokenRequestError', () => {
  it.each<[TokenRequestErrorCode, number]>([
    ['invalid_request', 400],
    ['invalid_client', 401],
    ['invalid_grant', 400],
    ['invalid_scope', 400],
    ['invalid_target', 400],
    ['unsupported_grant_type', 400],
  ])('T12 · %s is answered with %i, and says nothing of the reason', (code, status) => {
    const error = new TokenRequestError(code, 'forged');
    expect(error).toMatchObject({ name: 'TokenRequestError', code, reason: 'forged', status, statusCode: status });
    expect(error.message).not.toContain('forged');
    expect(error.message).toBe(new TokenRequestError(code, 'expired').message);
    expect(error.stack).not.toContain('\n');
  });

  it('is told by its brand', () => {
    expect(isTokenRequestError(new TokenRequestError('invalid_grant', 'reused'))).toBe(true);
    for (const other of [new Error('invalid_grant'), { code: 'invalid_grant' }, null, 'invalid_grant'])
      expect(isTokenRequestError(other)).toBe(false);
  });
});
