import { createSecretKey, randomBytes } from 'node:crypto';
import { createCsrfTokens, csrfCookieName } from '@jwt-guard/core';
import type { CsrfTokenOptions, RequestLike } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';

const secret = randomBytes(32);
const tokens = createCsrfTokens({ secret });
const refused = errorWith({ code: 'csrf_rejected', status: 403, reason: 'csrf_token' });

function post(...rawHeaders: string[]): RequestLike {
  return { method: 'POST', rawHeaders };
}

function submit(token: string, repeated = token): RequestLike {
  return post('Cookie', `a=b; ${csrfCookieName}=${token}`, 'X-CSRF-Token', repeated);
}

const checking =
  (request: RequestLike, sessionId: unknown = 's1', by = tokens): (() => void) =>
  () => {
    by.check(request, sessionId);
  };

describe('createCsrfTokens', () => {
  it('C4 · lets a request through that repeats the token of its session', () => {
    expect(checking(submit(tokens.tokenFor('s1')))).not.toThrow();
  });

  it('C4 · makes another token at each call, which tells nothing of session and secret', () => {
    const made = new Set(Array.from({ length: 100 }, () => tokens.tokenFor('session-of-alice')));

    expect(made.size).toBe(100);
    for (const token of made) expect(token).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'TRACE'])('C4 · asks %s for no token', (method) => {
    expect(checking({ method, rawHeaders: [] }, undefined)).not.toThrow();
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'get', undefined])('C4 · asks the method %s for one', (method) => {
    expect(checking({ method, rawHeaders: [] })).toThrow(refused);
  });

  it('C4 · refuses the good token of another session', () => {
    expect(checking(submit(tokens.tokenFor('s2')))).toThrow(refused);
  });

  it.each([undefined, null, 7, ['s1'], { toString: () => 's1' }])('C4 · refuses the session %p', (sessionId) => {
    expect(() => {
      tokens.check(submit(tokens.tokenFor('s1')), sessionId);
    }).toThrow(refused);
  });

  it('C4 · refuses the token of another secret', () => {
    expect(checking(submit(createCsrfTokens({ secret: randomBytes(32) }).tokenFor('s1')))).toThrow(refused);
  });

  const token = tokens.tokenFor('s1');
  const [nonce = '', signature = ''] = token.split('.');
  const anotherEnd = signature.endsWith('A') ? 'E' : 'A';

  it.each([
    ['no cookie', post('X-CSRF-Token', token)],
    ['no header', post('Cookie', `${csrfCookieName}=${token}`)],
    ['neither', post()],
    ['a cookie of another name', post('Cookie', `csrf_token=${token}`, 'X-CSRF-Token', token)],
    ['another good token in the header', submit(token, tokens.tokenFor('s1'))],
    ['an empty header', submit(token, '')],
    ['two headers', post('Cookie', `${csrfCookieName}=${token}`, 'X-CSRF-Token', token, 'X-CSRF-Token', token)],
    ['equal rubbish', submit('rubbish')],
    ['an empty token', submit('')],
    ['an equal token that the page made up', submit(`${'A'.repeat(22)}.${'A'.repeat(43)}`)],
    ['another nonce', submit(`${'A'.repeat(22)}.${signature}`)],
    ['another signature', submit(`${nonce}.${signature.slice(0, -1)}${anotherEnd}`)],
    ['a signature cut short', submit(token.slice(0, -1))],
    ['more behind it', submit(`${token}A`)],
    ['padding', submit(`${token}=`)],
    ['quotes', submit(`"${token}"`)],
  ])('C4 · refuses %s', (_, request) => {
    expect(checking(request)).toThrow(refused);
  });

  it('C4, C6 · answers a cookie that was sent twice by 400, equal or not', () => {
    const twice = post('Cookie', `${csrfCookieName}=${token}; ${csrfCookieName}=${token}`, 'X-CSRF-Token', token);

    expect(checking(twice)).toThrow(
      errorWith({ code: 'invalid_request', reason: 'credentials_repeated', status: 400 }),
    );
  });

  describe('with secrets that rotate', () => {
    const old = randomBytes(32);
    const rotated = createCsrfTokens({ secret: [createSecretKey(secret), old] });

    it('C4 · signs by the first, and takes those of all', () => {
      expect(checking(submit(rotated.tokenFor('s1')))).not.toThrow();
      expect(checking(submit(createCsrfTokens({ secret: old }).tokenFor('s1')), 's1', rotated)).not.toThrow();
      expect(checking(submit(rotated.tokenFor('s1')), 's1', createCsrfTokens({ secret: old }))).toThrow(refused);
    });

    it('C4 · keeps the token of a request for the other tabs while the first secret signed it', () => {
      const kept = rotated.tokenFor('s1');
      const outdated = createCsrfTokens({ secret: old }).tokenFor('s1');

      expect(rotated.tokenFor('s1', submit(kept))).toBe(kept);
      for (const request of [post(), submit('rubbish'), submit(outdated), submit(rotated.tokenFor('s2'))]) {
        const made = rotated.tokenFor('s1', request);
        expect(checking(submit(made))).not.toThrow();
        expect([kept, outdated, 'rubbish']).not.toContain(made);
      }
    });
  });

  it.each([
    ['no options', undefined, 'csrf.token'],
    ['no secret', {}, 'csrf.token.secret'],
    ['an empty list', { secret: [] }, 'csrf.token.secret'],
    ['31 bytes', { secret: randomBytes(31) }, 'csrf.token.secret'],
    ['a short second secret', { secret: [secret, 'short'] }, 'csrf.token.secret'],
    [
      'a published secret',
      { secret: 'your-super-secret-jwt-token-with-at-least-32-characters-long' },
      'csrf.token.secret',
    ],
    ['an unknown option', { secret, secrets: [] }, 'csrf.token.secrets'],
  ])('C4 · refuses %s at creation', (_, options, option) => {
    expect(() => createCsrfTokens(options as unknown as CsrfTokenOptions)).toThrow(errorWith({ option }));
  });

  it('C4 · says how to make a secret', () => {
    expect(() => createCsrfTokens({ secret: 'short' })).toThrow(
      errorWith({ message: textWith('32 bytes', 'openssl rand') }),
    );
  });
});
