import { createCsrfTokens, csrfCookieName, fromAuthorizationHeader, fromCookie } from '@jwt-guard/core';
import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

const name = '__Host-access_token';
const origin = 'https://app.example.com';
const options = { from: [fromAuthorizationHeader(), fromCookie(name)], csrf: { origins: [origin] } };
const unsafe = ['POST', 'PUT', 'PATCH', 'DELETE'];

describe.each(frameworks)('a request with the cookie, on %s', (framework) => {
  const on = apiOn(framework, options);
  const cookie = (): string => `Cookie: ${name}=${on.api.issuer.tokenFor()}`;
  const expectForbidden = (lines: readonly string[], method = 'POST') =>
    expectRefusal(on.api, { method, headers: [cookie(), ...lines] }, 'csrf_rejected');
  const expectPasses = async (lines: readonly string[], method = 'POST'): Promise<void> => {
    const answer = await sendRaw(on.api.url, { method, target: '/protected', headers: [cookie(), ...lines] });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"user-1","source":"cookie"}' });
  };

  it('C2, C3 · W-10 · passes from the same origin, or from a configured one', async () => {
    for (const method of unsafe) await expectPasses(['Sec-Fetch-Site: same-origin'], method);
    await expectPasses([`Origin: ${origin}`]);
    await expectPasses([`Referer: ${origin}/page?x=1`]);
    await expectPasses(['Sec-Fetch-Site: none', `Origin: ${origin}`]);
  });

  it('C2 · W-10 · is 403 from another site, by any unsafe method, and runs no handler', async () => {
    for (const method of unsafe) await expectForbidden(['Sec-Fetch-Site: cross-site'], method);
    await expectForbidden(['Sec-Fetch-Site: cross-site', `Origin: ${origin}`]);
    await expectForbidden(['Origin: https://evil.example']);
    await expectForbidden(['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin']);
    await expectForbidden(['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site']);
  });

  it('C3 · W-11 · is 403 without an origin, and from one that only resembles ours', async () => {
    for (const lines of [
      [],
      ['Sec-Fetch-Site: none'],
      ['Sec-Fetch-Site: Same-Origin'],
      ['Origin: null'],
      ['Origin: null', `Referer: ${origin}/`],
      ['Origin:'],
      ['Referer: https://evil.example/?https://app.example.com/'],
      ['Referer: not a url'],
      [`Origin: ${origin}.evil.example`],
      [`Origin: ${origin}:8443`],
      [`Origin: ${origin}/`],
      ['Origin: http://app.example.com'],
      ['Origin: https://good.example@evil.example'],
      [`Origin: ${origin}`, 'Origin: https://evil.example'],
      [`Origin: ${origin}, https://evil.example`],
    ])
      await expectForbidden(lines);
  });

  it('C2 · W-12 · is 403 from a sibling subdomain, unless its origin is configured', async () => {
    await expectForbidden(['Sec-Fetch-Site: same-site']);
    await expectForbidden(['Sec-Fetch-Site: same-site', 'Origin: https://blog.example.com']);
    await expectPasses(['Sec-Fetch-Site: same-site', `Origin: ${origin}`]);
  });

  it('W-14 · is 403 from a sibling subdomain with any pair of cookie and header that it made up', async () => {
    const pair = [
      'Cookie: csrf=tossed; __Host-csrf=tossed; XSRF-TOKEN=tossed',
      'X-CSRF-Token: tossed',
      'X-XSRF-TOKEN: tossed',
    ];
    await expectForbidden([...pair, 'Sec-Fetch-Site: same-site', 'Origin: https://blog.example.com']);
    await expectForbidden(pair);
  });

  it('C2 · W-15 · is 403 as a form that plays JSON, and as GET is left to the author of the route', async () => {
    const headers = [cookie(), 'Sec-Fetch-Site: cross-site', 'Content-Type: text/plain'];
    await expectRefusal(on.api, { method: 'POST', headers, body: '{"a":"=1"}' }, 'csrf_rejected');
    const json = [cookie(), 'Content-Type: application/json'];
    await expectRefusal(on.api, { method: 'POST', headers: json, body: '{}' }, 'csrf_rejected');
    await expectPasses(['Sec-Fetch-Site: cross-site'], 'GET');
  });

  it('T-30 · is 403 though a header or the query calls it GET', async () => {
    for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const headers = [cookie(), 'Sec-Fetch-Site: cross-site', `${header}: GET`];
      await expectRefusal(on.api, { method: 'POST', target: '/protected?_method=GET', headers }, 'csrf_rejected');
    }
  });

  it('C3 · F-12 · is 403 from an origin that only X-Forwarded headers make ours, though proxies are trusted', async () => {
    const forwarded = ['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https', 'X-Forwarded-For: 127.0.0.1'];
    await expectForbidden([...forwarded, 'Origin: https://evil.example']);
    await expectForbidden([`X-Forwarded-Host: app.example.com`, 'Origin: https://api.test']);
  });

  it('W-16 · is not checked where the token stands in the Authorization header', async () => {
    for (const lines of [[], ['Sec-Fetch-Site: cross-site', 'Origin: https://evil.example'], ['Origin: null']])
      for (const method of unsafe) {
        const headers = [`Authorization: Bearer ${on.api.issuer.tokenFor()}`, ...lines];
        const answer = await sendRaw(on.api.url, { method, target: '/protected', headers });
        expect(answer).toMatchObject({ status: 200, body: '{"subject":"user-1","source":"header"}' });
      }
  });

  it('B10 · T-36 · is 403 from another site where credentials are optional, never anonymous', async () => {
    const headers = [cookie(), 'Sec-Fetch-Site: cross-site'];
    await expectRefusal(on.api, { method: 'POST', target: '/optional', headers }, 'csrf_rejected');
  });
});

describe.each(frameworks)('a request with the cookie and the signed double submit, on %s', (framework) => {
  const secret = 'an example secret of the double submit, 48 bytes';
  const on = apiOn(framework, { ...options, csrf: { origins: [origin], token: { secret } } });
  const tokens = createCsrfTokens({ secret });
  const cookie = (): string => `Cookie: ${name}=${on.api.issuer.tokenFor({ claims: { sid: 'of the victim' } })}`;
  const pair = (carried: string, repeated = carried): readonly string[] => [
    `${cookie()}; ${csrfCookieName}=${carried}`,
    `X-CSRF-Token: ${repeated}`,
    `Origin: ${origin}`,
  ];

  it('C4 · W-14 · is 403 with a pair that was tossed, also the good one of another session', async () => {
    const own = tokens.tokenFor('of the victim');
    const others = tokens.tokenFor('of the attacker');
    const forged = createCsrfTokens({ secret: 'another secret of the same length, all 48 bytes!' });
    for (const headers of [
      pair(others),
      pair('tossed'),
      pair(forged.tokenFor('of the victim')),
      pair(own, others),
      pair(others, own),
      [cookie(), `Origin: ${origin}`],
      [cookie(), `X-CSRF-Token: ${own}`, `Origin: ${origin}`],
    ])
      await expectRefusal(on.api, { method: 'POST', headers }, 'csrf_rejected');
    const headers = pair(own);
    expect(await sendRaw(on.api.url, { method: 'POST', target: '/protected', headers })).toMatchObject({ status: 200 });
  });
});
