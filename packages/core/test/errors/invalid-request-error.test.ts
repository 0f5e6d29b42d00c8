import { InvalidRequestError } from '@jwt-guard/core';

describe('InvalidRequestError', () => {
  it.each(['credentials_repeated', 'credentials_conflict'] as const)(
    'B2 B6 · answers %s by 400 invalid_request',
    (reason) => {
      const error = new InvalidRequestError(reason);

      expect(error).toMatchObject({ status: 400, code: 'invalid_request', reason });
      expect(error.headers['WWW-Authenticate']).toContain('error="invalid_request"');
      expect(error.headers['WWW-Authenticate']).not.toContain(reason);
    },
  );
});
