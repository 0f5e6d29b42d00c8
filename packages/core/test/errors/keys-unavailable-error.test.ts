import { KeysUnavailableError } from '@jwt-guard/core';

describe('KeysUnavailableError', () => {
  it('B10 · answers our own fault by 503 with Retry-After, never by a challenge to the client', () => {
    const error = new KeysUnavailableError({ retryAfterSeconds: 30 });

    expect(error).toMatchObject({ status: 503, code: 'keys_unavailable', reason: 'keys_unavailable' });
    expect(error.headers).toEqual({ 'Cache-Control': 'no-store', 'Retry-After': '30' });
  });

  it('asks to try again after a second by default', () => {
    expect(new KeysUnavailableError().headers['Retry-After']).toBe('1');
  });

  it('keeps its cause for operators', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new KeysUnavailableError({ cause });

    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error.headers)).not.toContain('ECONNREFUSED');
  });
});
