import { createJwtVerifier } from '@jwt-guard/core';
import { fromCookie, jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import { cookieName } from '../fixture/headers-with.js';

const every = ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'];

/** Ours, as its README shows it. */
export const ours = {
  name: 'JWT Guard',
  packages: ['@jwt-guard/core', '@jwt-guard/express', '@jwt-guard/nestjs'],
  algorithms: every,
  ...contestant({}),
};

/** Ours with the cache of verified tokens. */
export const oursCached = {
  name: 'JWT Guard, cache',
  packages: [],
  algorithms: every,
  ...contestant({ cache: { maxEntries: 20_000 } }),
};

/** Ours where a browser sends the token in a cookie, with the check against forged requests that goes with it. */
export const oursByCookie = { ...byCookie({}), name: 'JWT Guard, by cookie' };

export const oursByCookieCached = {
  ...byCookie({ cache: { maxEntries: 20_000 } }),
  name: 'JWT Guard, by cookie, cache',
};

/** Over HTTP alone, and with one algorithm: all else is the same as by the header. */
function byCookie(more) {
  const from = { from: [fromCookie(cookieName)], csrf: { origins: ['https://app.example.com'] } };
  const { express, nest, keysBy } = contestant({ ...more, ...from });
  return { keysBy, packages: [], algorithms: ['ES256'], carriedIn: 'cookie', express, nest };
}

function contestant(more) {
  return {
    keysBy: 'fetched from the key set',
    verifier: (setting) => {
      const verifier = createJwtVerifier(optionsFor(setting, more));
      return (token) => verifier.verify(token);
    },
    express: (app, setting) => {
      app.use(jwtGuard(optionsFor(setting, more)));
      return () => app.use(jwtGuardErrors());
    },
    nest: async (setting) => {
      const { JwtGuardModule } = await import('@jwt-guard/nestjs');
      return { imports: [JwtGuardModule.forRoot(optionsFor(setting, more))] };
    },
  };
}

function optionsFor({ issuer, audience, algorithm, jwksUri, secret }, more) {
  const keys = secret ? { secret: Buffer.from(secret, 'base64') } : { jwksUri };
  return { issuer, audience, algorithms: [algorithm], ...keys, ...more };
}
