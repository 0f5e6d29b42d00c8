import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectGoodAfter, expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

const overrides = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];

describe.each(frameworks)('what a request says of itself, on %s', (framework) => {
  const on = apiOn(framework);

  it('T-30 · opens no route by a method that only a header or the query names', async () => {
    for (const header of overrides)
      for (const method of ['OPTIONS', 'GET', 'HEAD'])
        await expectRefusal(
          on.api,
          { method: 'POST', target: `/protected?_method=${method}`, headers: [`${header}: ${method}`] },
          'missing_token',
        );
  });

  it('B11 · T-31 · is guarded as HEAD on a route that has only GET, and its handler does not run', async () => {
    await expectRefusal(on.api, { method: 'HEAD', target: '/report' }, 'missing_token');
    await expectRefusal(
      on.api,
      { method: 'HEAD', target: '/report', headers: ['Authorization: Bearer x'] },
      'invalid_token',
    );
  });

  it('B11 · T-31 · is guarded by any other method as well', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      await expectRefusal(on.api, { method }, 'missing_token');
  });

  it('B9 · T-32 · is guarded as a preflight that nobody answered, and the operator learns what to do', async () => {
    const headers = ['Origin: https://app.example.com', 'Access-Control-Request-Method: POST'];
    const told = on.api.rejected.length;
    await expectRefusal(on.api, { method: 'OPTIONS', headers }, 'missing_token');
    expect(on.api.rejected[told]?.hint).toMatch(/cors\(\) above jwtGuard\(\) or enableCors\(\)/);
  });

  it('T-34 · is open by exact route only, whatever its query says', async () => {
    expect(await sendRaw(on.api.url, { target: '/open?x=/protected' })).toMatchObject({ status: 200, body: '{}' });
    const calls = on.api.calls();
    for (const target of [
      '/protected?/open',
      '/protected?url=/open',
      '/protected/?/open',
      '/open/../protected',
      '/open%2f..%2fprotected',
      '/open/x',
      '/openly',
      '//open/../protected',
      '/%2e%2e/protected',
      '/protected;/open',
      '/protected%00/open',
      '/protected#/open',
      '/PROTECTED',
      '//protected',
    ]) {
      const { status } = await sendRaw(on.api.url, { target });
      expect([target, [400, 401, 404].includes(status)]).toEqual([target, true]);
    }
    expect(on.api.calls()).toBe(calls);
    await expectGoodAfter(on.api);
  });

  it('T-35 · is guarded with an absolute target of another host, and for any Host', async () => {
    for (const target of ['http://evil.example/protected', 'https://issuer.test/protected', 'http://@/protected']) {
      const calls = on.api.calls();
      const { status } = await sendRaw(on.api.url, { target });
      expect([400, 401, 404]).toContain(status);
      expect(on.api.calls()).toBe(calls);
    }
    await expectRefusal(on.api, { headers: ['X-Forwarded-Host: issuer.test'] }, 'missing_token');
  });

  it('B10 · T-36 · is refused with a bad token where credentials are optional', async () => {
    expect(await sendRaw(on.api.url, { target: '/optional' })).toMatchObject({ status: 200, body: '{}' });
    const { tokenFor } = on.api.issuer;
    for (const token of [tokenFor({ claims: { iat: 1, nbf: 1, exp: 2 } }), `${tokenFor()}x`, 'garbage', '!', ''])
      await expectRefusal(
        on.api,
        { target: '/optional', headers: [`Authorization: Bearer ${token}`] },
        'invalid_token',
      );
  });

  it('B2, B10 · T-36 · is refused with two credentials where they are optional', async () => {
    const header = `Authorization: Bearer ${on.api.issuer.tokenFor()}`;
    await expectRefusal(on.api, { target: '/optional', headers: [header, header] }, 'invalid_request');
  });
});

describe.each(frameworks)('a preflight that CORS answers, on %s', (framework) => {
  const origin = 'https://app.example.com';
  const on = apiOn(framework, { cors: { origin } });

  it('B9 · T-32 · needs no token and runs no handler; the request after it needs one', async () => {
    const headers = [`Origin: ${origin}`, 'Access-Control-Request-Method: POST'];
    const answer = await sendRaw(on.api.url, { method: 'OPTIONS', target: '/protected', headers });
    expect(answer).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin } });
    expect(on.api.calls()).toBe(0);
    expect(on.api.rejected).toEqual([]);
    const refused = await expectRefusal(on.api, { method: 'POST', headers: [`Origin: ${origin}`] }, 'missing_token');
    expect(refused.headers['access-control-allow-origin']).toBe(origin);
  });
});
