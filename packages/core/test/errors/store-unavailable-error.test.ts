import { StoreUnavailableError } from '@jwt-guard/core';

describe('StoreUnavailableError', () => {
  it('B10 · answers our own fault by 503 with Retry-After, never by a challenge to the client', () => {
    const error = new StoreUnavailableError({ retryAfterSeconds: 30 });

    expect(error).toMatchObject({ status: 503, code: 'store_unavailable', reason: 'store_unavailable' });
    expect(error.headers).toEqual({ 'Cache-Control': 'no-store', 'Retry-After': '30' });
  });

  it('asks to try again after a second by default', () => {
    expect(new StoreUnavailableError().headers['Retry-After']).toBe('1');
  });

  it('keeps its cause for operators', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new StoreUnavailableError({ cause });

    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error.headers)).not.toContain('ECONNREFUSED');
  });
});
