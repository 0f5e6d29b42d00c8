import { createCsrfCheck } from '@jwt-guard/core';
import type { CsrfOptions, RequestLike } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';

const app = 'https://app.example.com';
const check = createCsrfCheck({ origins: [app, 'http://localhost:3000'] });
const post = (...rawHeaders: string[]): RequestLike => ({ method: 'POST', rawHeaders });
const refusal = (reason: string): Error => errorWith({ code: 'csrf_rejected', status: 403, reason });

describe('createCsrfCheck', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'TRACE'])('C2 · lets %s through from anywhere', (method) => {
    expect(() => {
      check({ method, rawHeaders: ['Sec-Fetch-Site', 'cross-site'] });
    }).not.toThrow();
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'QUERY', 'get', '', undefined])(
    'C2 W-10 · checks the method %s',
    (method) => {
      expect(() => {
        check({ method, rawHeaders: ['Sec-Fetch-Site', 'cross-site'] });
      }).toThrow(refusal('csrf_cross_site'));
    },
  );

  it.each(['websocket', 'WebSocket', 'h2c, websocket'])(
    'C2 · checks a GET that asks for an upgrade to %s',
    (upgrade) => {
      const request = { method: 'GET', rawHeaders: ['Connection', 'Upgrade', 'Upgrade', upgrade] };

      expect(() => {
        check(request);
      }).toThrow(refusal('csrf_origin_missing'));
      expect(() => {
        check({ ...request, rawHeaders: [...request.rawHeaders, 'Origin', app] });
      }).not.toThrow();
    },
  );

  it('C2 · lets another upgrade of a GET through', () => {
    expect(() => {
      check({ method: 'GET', rawHeaders: ['Upgrade', 'h2c'] });
    }).not.toThrow();
  });

  it('C2 · lets same-origin requests through without asking for their origin', () => {
    expect(() => {
      check(post('Sec-Fetch-Site', 'same-origin', 'Origin', 'https://other.example'));
    }).not.toThrow();
  });

  it('C2 W-10 · refuses a cross-site request even from a configured origin', () => {
    expect(() => {
      check(post('Sec-Fetch-Site', 'cross-site', 'Origin', app));
    }).toThrow(refusal('csrf_cross_site'));
  });

  it('C2 W-12 · lets a same-site request through only from a configured origin', () => {
    expect(() => {
      check(post('Sec-Fetch-Site', 'same-site', 'Origin', app));
    }).not.toThrow();
    expect(() => {
      check(post('Sec-Fetch-Site', 'same-site', 'Origin', 'https://blog.example.com'));
    }).toThrow(refusal('csrf_origin_mismatch'));
    expect(() => {
      check(post('Sec-Fetch-Site', 'same-site'));
    }).toThrow(refusal('csrf_origin_missing'));
  });

  it.each(['none', 'SAME-ORIGIN', 'same-origin, same-origin', 'something-new', ''])(
    'C2 C3 · asks for the origin where Sec-Fetch-Site is %j',
    (site) => {
      expect(() => {
        check(post('Sec-Fetch-Site', site));
      }).toThrow(refusal('csrf_origin_missing'));
      expect(() => {
        check(post('Sec-Fetch-Site', site, 'Origin', app));
      }).not.toThrow();
    },
  );

  it('C2 · does not believe a Sec-Fetch-Site that was sent twice', () => {
    const twice = ['Sec-Fetch-Site', 'same-origin', 'Sec-Fetch-Site', 'cross-site'];

    expect(() => {
      check(post(...twice));
    }).toThrow(refusal('csrf_origin_missing'));
  });

  it.each([
    ['a configured origin', ['Origin', app]],
    ['another one of the list', ['Origin', 'http://localhost:3000']],
    ['a Referer of a configured origin', ['Referer', `${app}/page?x=1`]],
  ])('C3 · lets %s through without Fetch Metadata', (_, headers) => {
    expect(() => {
      check(post(...headers));
    }).not.toThrow();
  });

  it.each([
    ['neither Origin nor Referer', []],
    ['an opaque origin', ['Origin', 'null']],
    ['an opaque origin beside a good Referer', ['Origin', 'null', 'Referer', `${app}/`]],
    ['two origins', ['Origin', app, 'Origin', app]],
    ['two Referers', ['Referer', `${app}/`, 'Referer', `${app}/`]],
    ['a Referer that is no URL', ['Referer', 'app.example.com']],
  ])('C3 W-11 · refuses %s as hiding where it comes from', (_, headers) => {
    expect(() => {
      check(post(...headers));
    }).toThrow(refusal('csrf_origin_missing'));
  });

  it.each([
    ['a host that only begins like ours', ['Origin', `${app}.evil.com`]],
    ['a host that only ends like ours', ['Origin', 'https://evil-app.example.com']],
    ['another port', ['Origin', `${app}:8443`]],
    ['another scheme', ['Origin', 'http://app.example.com']],
    ['another letter case', ['Origin', 'https://APP.example.com']],
    ['an empty origin', ['Origin', '']],
    ['a foreign Referer that holds our origin', ['Referer', `https://evil.com/?${app}`]],
    ['a foreign Referer with our origin as user name', ['Referer', `https://app.example.com@evil.com/`]],
    ['a Referer of an opaque origin', ['Referer', 'data:text/html,x']],
    ['a foreign Origin beside a good Referer', ['Origin', 'https://evil.com', 'Referer', `${app}/`]],
  ])('C3 W-11 · refuses %s', (_, headers) => {
    expect(() => {
      check(post(...headers));
    }).toThrow(refusal('csrf_origin_mismatch'));
  });

  it.each([
    'app.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://APP.example.com',
    'https://app.example.com:443',
    'http://app.example.com',
    'https://user@app.example.com',
    'null',
    '*',
    'https://*.example.com',
  ])('refuses %j as an origin at creation, with the remedy', (origin) => {
    expect(() => createCsrfCheck({ origins: [origin] })).toThrow(
      errorWith({ option: 'csrf.origins', message: textWith('write scheme, host and port alone') }),
    );
  });

  it.each([
    ['no list', {}, 'csrf.origins'],
    ['an empty list', { origins: [] }, 'csrf.origins'],
    ['an empty origin', { origins: [''] }, 'csrf.origins'],
    ['an origin that is no string', { origins: [undefined] }, 'csrf.origins'],
    ['a misspelt name', { origin: [app] }, 'csrf.origin'],
    ['no object', app, 'csrf'],
  ])('G-04 · refuses %s at creation', (_, options, option) => {
    expect(() => createCsrfCheck(options as unknown as CsrfOptions)).toThrow(errorWith({ option }));
  });

  it('G-06 · is not changed by a later change of its options', () => {
    const options = { origins: [app] };
    const checkOnce = createCsrfCheck(options);
    options.origins.push('https://evil.com');

    expect(() => {
      checkOnce(post('Origin', 'https://evil.com'));
    }).toThrow(refusal('csrf_origin_mismatch'));
  });
});
