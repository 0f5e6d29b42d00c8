import { createRequestGuard, InvalidOptionError, requireAnyScope, requireScopes } from '@jwt-guard/core';
import { createTestKey } from '@jwt-guard/testing';
import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

const hostile = [
  '"',
  '\\',
  '\r\nSet-Cookie: a=b',
  '\u20ac',
  '\0\x07\x7f',
  '<script>',
  '\u2028',
  '"}',
  'x'.repeat(3_000),
];

describe.each(frameworks)('an answer to a refused request, on %s', (framework) => {
  const on = apiOn(framework);
  const authorization = (token: string): readonly string[] => [`Authorization: Bearer ${token}`];
  const expectInvalid = (token: string) => expectRefusal(on.api, { headers: authorization(token) }, 'invalid_token');

  it('B7 · T-23 · is the same text for a kid, a type or a claim with quotes, line breaks or control characters', async () => {
    for (const text of hostile) {
      const { tokenFor } = on.api.issuer;
      for (const header of [{ kid: text }, { typ: text }, { alg: text }, { [text]: text, crit: [text] }])
        await expectInvalid(tokenFor({ header }));
      for (const claims of [{ iss: text }, { aud: text }, { exp: text }, { iat: text }])
        await expectInvalid(tokenFor({ claims }));
    }
  });

  it('B7 · T-23 · names the missing scope, never those that the token has', async () => {
    for (const text of hostile) {
      const headers = authorization(on.api.issuer.tokenFor({ claims: { scope: text, scp: text } }));
      await expectRefusal(on.api, { target: '/scoped', headers }, 'insufficient_scope');
    }
  });

  it('B4 · T-24 · names a configured realm; one that would break the header fails at creation', async () => {
    const { verifier } = on.api;
    for (const realm of ['a"b', 'a\\b', 'a\r\nb', 'a\u20acb', 'a\tb', ''])
      expect(() => createRequestGuard({ verifier, realm })).toThrow(InvalidOptionError);
    for (const scope of ['a"b', 'a\\b', 'a\r\nb', 'a\u20acb', 'a b', '']) {
      expect(() => requireScopes(scope)).toThrow(InvalidOptionError);
      expect(() => requireAnyScope(scope)).toThrow(InvalidOptionError);
    }
    await expectRefusal(on.api, {}, 'missing_token');
  });

  it('B9 · T-26 · is never stored, whatever the refusal; a good answer is left to the application', async () => {
    await expectRefusal(on.api, {}, 'missing_token');
    await expectInvalid('x.y.z');
    const headers = authorization(on.api.issuer.tokenFor());
    await expectRefusal(on.api, { target: '/scoped', headers }, 'insufficient_scope');
    const good = await sendRaw(on.api.url, { target: '/protected', headers });
    expect(good.headers['cache-control']).toBeUndefined();
  });

  it('B8 · T-27 · tells no token, claim, key, stack or name of the library', async () => {
    const { tokenFor, contentFor } = on.api.issuer;
    const secret = 'a-claim-that-nobody-may-see-anywhere';
    for (const token of [
      tokenFor({ claims: { iat: 1, nbf: 1, exp: 2, secret } }),
      tokenFor({ subject: secret, audience: 'https://other.test' }),
      tokenFor({ key: createTestKey('ES256') }),
      Buffer.from(JSON.stringify(contentFor().claims)).toString('base64url'),
    ]) {
      const answer = await expectInvalid(token);
      expect(JSON.stringify([answer, on.api.rejected])).not.toContain(secret);
    }
  });

  it('B6 · T-28 · is the same, to the byte, for an unknown kid, a bad signature and an unknown issuer', async () => {
    const { tokenFor, keys } = on.api.issuer;
    const good = tokenFor();
    const answers = [
      tokenFor({ header: { kid: 'unknown' } }),
      tokenFor({ key: createTestKey('ES256'), header: { kid: keys[0]?.kid } }),
      `${good.slice(0, -20)}${'A'.repeat(20)}`,
      tokenFor({ claims: { iss: 'https://unknown.test' } }),
      tokenFor({ claims: { iat: 1, nbf: 1, exp: 2 } }),
    ].map(async (token) => {
      const answer = await expectInvalidQuietly(token);
      return { ...answer, headers: { ...answer.headers, date: undefined } };
    });
    const [first, ...others] = await Promise.all(answers);
    for (const other of others) expect(other).toEqual(first);
  });

  async function expectInvalidQuietly(token: string): ReturnType<typeof sendRaw> {
    const answer = await sendRaw(on.api.url, { target: '/protected', headers: authorization(token) });
    expect(answer.status).toBe(401);
    return answer;
  }
});

describe.each(frameworks)('the realm of an application, on %s', (framework) => {
  const on = apiOn(framework, { realm: 'Orders (v2)' });

  it('B4 · T-24 · stands in each challenge once, with and without a token', async () => {
    for (const headers of [[], ['Authorization: Bearer x']]) {
      const answer = await sendRaw(on.api.url, { target: '/protected', headers });
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="Orders \(v2\)"(?!.*realm)/);
    }
    const headers = [`Authorization: Bearer ${on.api.issuer.tokenFor()}`];
    const answer = await sendRaw(on.api.url, { target: '/scoped', headers });
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="Orders \(v2\)", .*scope="reports:read"$/);
  });
});
