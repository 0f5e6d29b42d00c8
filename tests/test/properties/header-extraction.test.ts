import fc from 'fast-check';
import { fromAuthorizationHeader, InvalidRequestError, isJwtGuardError } from '@jwt-guard/core';
import { runs } from './signed-by-secret.js';

const authorization = fromAuthorizationHeader();
const b64token = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,100}={0,3}$/);
const bearer = fc.mixedCase(fc.constant('bearer'));
const name = fc.mixedCase(fc.constant('authorization'));

it('B1 · any b64token is taken verbatim, after the scheme in any case and any number of spaces', () => {
  fc.assert(
    fc.property(name, bearer, fc.integer({ min: 1, max: 20 }), b64token, (header, scheme, spaces, token) => {
      expect(authorization.extract({ rawHeaders: ['Host', 'api', header, scheme + ' '.repeat(spaces) + token] })).toBe(
        token,
      );
    }),
    runs(5_000),
  );
});

it('B1 · what follows the scheme and is no b64token is refused, never repaired', () => {
  const garbage = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/^ *[A-Za-z0-9._~+/-]+=*$/.test(text));
  fc.assert(
    fc.property(bearer, garbage, (scheme, text) => {
      expect(outcomeOf([`authorization`, `${scheme} ${text}`])).toMatch(/^invalid_(?:token|request)$/);
    }),
    runs(5_000),
  );
});

it('B1 · no header whatever throws another error than ours, or yields what it does not hold', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(bearer, fc.string({ unit: 'binary' })).map(([scheme, text]) => scheme + text),
    fc.stringMatching(/^[Bb]earer[ \t,:=]{0,3}[\w.~+/=, -]{0,40}$/),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(name, value), { maxLength: 8 }), (rawHeaders) => {
      const outcome = outcomeOf(rawHeaders);
      if (outcome.startsWith('token: '))
        expect(rawHeaders.some((header) => header.endsWith(outcome.slice('token: '.length)))).toBe(true);
      else expect(outcome).toMatch(/^(?:absent|invalid_token|invalid_request)$/);
    }),
    runs(10_000),
  );
});

it('B2 · two Authorization headers are ambiguous, whatever they hold', () => {
  fc.assert(
    fc.property(name, fc.string(), name, fc.string(), (...rawHeaders) => {
      expect(() => authorization.extract({ rawHeaders })).toThrow(InvalidRequestError);
    }),
    runs(1_000),
  );
});

function outcomeOf(rawHeaders: readonly string[]): string {
  try {
    const token = authorization.extract({ rawHeaders });
    return token === undefined ? 'absent' : `token: ${token}`;
  } catch (error) {
    return isJwtGuardError(error) ? error.code : `another error: ${String(error)}`;
  }
}
