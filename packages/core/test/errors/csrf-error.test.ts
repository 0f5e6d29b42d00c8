import { CsrfError } from '@jwt-guard/core';

describe('CsrfError', () => {
  it.each(['csrf_cross_site', 'csrf_origin_missing', 'csrf_origin_mismatch', 'csrf_token'] as const)(
    'C2 C3 C4 · answers %s by 403 without a Bearer challenge',
    (reason) => {
      const error = new CsrfError(reason);

      expect(error).toMatchObject({ status: 403, code: 'csrf_rejected', reason, challenge: {} });
      expect(error.headers).not.toHaveProperty('WWW-Authenticate');
    },
  );
});
