import { createJwtVerifier } from '@jwt-guard/core';
import { jwtGuard, jwtGuardErrors } from '@jwt-guard/express';

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
