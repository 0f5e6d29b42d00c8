import { InvalidTokenError } from '@jwt-guard/core';

describe('InvalidTokenError', () => {
  it('B6 · answers 401 invalid_token, and keeps the reason and the claim from the wire', () => {
    const error = new InvalidTokenError('audience_mismatch', { claim: 'aud' });

    expect(error).toMatchObject({ status: 401, code: 'invalid_token', reason: 'audience_mismatch', claim: 'aud' });
    expect(JSON.stringify(error.headers)).not.toMatch(/aud/);
  });

  it('names no claim where none is at fault', () => {
    expect(new InvalidTokenError('opaque').claim).toBeUndefined();
  });

  it('keeps its cause', () => {
    const cause = new SyntaxError('not JSON');

    expect(new InvalidTokenError('malformed', { cause }).cause).toBe(cause);
  });
});
