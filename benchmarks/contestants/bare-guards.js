import { bearerToken } from './bearer-token.js';
import { bytesOf, inLine, onPool } from './one-shot.js';

/**
 * The limits of a guarded request, on Express: each takes the token, and does one thing that a guard cannot do without, always in
 * the same way. They check nothing else and accept what they must not, so they are no contestants. `competesFor` says with how many tokens.
 */
export const bareLookUp = {
  ...{ name: 'bare look into a Map', file: 'bare-guards', competesFor: (count) => count === 1 },
  express: (app) => {
    const held = new Map();
    app.use((request, _response, next) => {
      const token = bearerToken(request);
      request.auth = held.get(token);
      if (request.auth === undefined) held.set(token, (request.auth = claimsOf(token)));
      next();
    });
  },
};
export const bareInLine = bareGuard('bare, in line', inLine);
export const bareOnPool = bareGuard('bare, on the pool', onPool);

function bareGuard(name, oneShotFor) {
  return {
    ...{ name, file: 'bare-guards', competesFor: (count) => count > 1 },
    express: (app, setting) => {
      const holds = oneShotFor(setting);
      app.use((request, response, next) => {
        const token = bearerToken(request);
        request.auth = claimsOf(token);
        const answer = (isGood) => (isGood ? next() : response.status(401).end());
        const verdict = holds(bytesOf(token));
        if (typeof verdict === 'boolean') answer(verdict);
        else verdict.then(answer, next);
      });
    },
  };
}

function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}
