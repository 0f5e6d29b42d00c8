import { isSafeMethod } from '../../src/request/is-safe-method.js';

describe('isSafeMethod', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'TRACE'])('C2 · knows %s', (method) => {
    expect(isSafeMethod({ method, rawHeaders: [] })).toBe(true);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'get', '', undefined])('C2 · takes %s for unsafe', (method) => {
    expect(isSafeMethod({ method, rawHeaders: [] })).toBe(false);
  });
});
