import { MissingTokenError } from '@jwt-guard/core';

describe('MissingTokenError', () => {
  it('B5 · tells the client nothing but the scheme and the realm', () => {
    const error = new MissingTokenError();

    expect(error).toMatchObject({ status: 401, code: 'missing_token', reason: 'token_missing', challenge: {} });
    expect(error.headers['WWW-Authenticate']).toBe('Bearer realm="api"');
  });
});
