import { createJwtVerifier, createRequestGuard, fromAuthorizationHeader, fromCookie } from '@jwt-guard/core';
import type { RequestGuardOptions } from '@jwt-guard/core';
import { readRequestGuardOptions } from '../../src/request/request-guard-options.js';
import { errorWith, textWith } from '../support/expectations.js';
import { bearer, requestWith, tokenFor, verifierOptions } from '../support/tokens.js';

const create = (options: object): unknown => createRequestGuard(options as RequestGuardOptions);
const csrf = { origins: ['https://app.example.com'] };

describe('readRequestGuardOptions', () => {
  it('reads the Authorization header alone, requires credentials and names the realm api, by default', () => {
    const { extractors, credentials, realm, csrf } = readRequestGuardOptions(verifierOptions);

    expect(extractors.map(({ source }) => source)).toEqual(['header']);
    expect({ credentials, realm, csrf }).toEqual({ credentials: 'required', realm: 'api', csrf: undefined });
  });

  it('takes one source without a list', () => {
    expect(readRequestGuardOptions({ ...verifierOptions, from: fromCookie('t'), csrf }).extractors).toHaveLength(1);
  });

  it('uses a verifier that was made before', () => {
    const verifier = createJwtVerifier(verifierOptions);

    expect(readRequestGuardOptions({ verifier }).verifier).toBe(verifier);
  });

  it('answers frozen settings', () => {
    const settings = readRequestGuardOptions(verifierOptions);

    expect(Object.isFrozen(settings)).toBe(true);
    expect(Object.isFrozen(settings.extractors)).toBe(true);
  });

  it.each([[[fromCookie('t')]], [[fromAuthorizationHeader(), fromCookie('t')]]])(
    'refuses a cookie source without csrf, and says what to pass',
    (from) => {
      expect(() => create({ ...verifierOptions, from })).toThrow(
        errorWith({ option: 'csrf', message: textWith('{ origins: ["https://app.example.com"] }') }),
      );
    },
  );

  it.each([
    ['no object', 'x', 'csrf'],
    ['no origins', { token: { secret: 'x' } }, 'csrf.origins'],
    ['a misspelt option', { ...csrf, tokens: {} }, 'csrf.tokens'],
    ['a token without a secret', { ...csrf, token: {} }, 'csrf.token.secret'],
    ['a short secret', { ...csrf, token: { secret: 'short' } }, 'csrf.token.secret'],
    ['true as token', { ...csrf, token: true }, 'csrf.token'],
  ])('C4 · refuses %s as csrf, and names the option', (_, value, option) => {
    expect(() => create({ ...verifierOptions, from: fromCookie('t'), csrf: value })).toThrow(errorWith({ option }));
  });

  it.each([
    ['an empty list', []],
    ['a name', 'header'],
    ['a function', () => 'token'],
    ['a source of another kind', { source: 'query', extract: () => 'token' }],
    ['a source without extract', { source: 'header' }],
    ['a list with a hole', [fromAuthorizationHeader(), undefined]],
    ['null', null],
  ])('refuses %s as from, and shows good sources', (_, from) => {
    expect(() => create({ ...verifierOptions, from })).toThrow(
      errorWith({ option: 'from', message: textWith('fromAuthorizationHeader()', 'fromCookie(') }),
    );
  });

  it.each(['none', true, null])('refuses %j as credentials', (credentials) => {
    expect(() => create({ ...verifierOptions, credentials })).toThrow(
      errorWith({ option: 'credentials', message: textWith('"required" or "optional"') }),
    );
  });

  it.each(['a"b', 'a\\b', 'a\r\nX: y', 'ä', '', 7])('B7 T-24 · refuses %j as realm', (realm) => {
    expect(() => create({ ...verifierOptions, realm })).toThrow(
      errorWith({ option: 'realm', message: textWith('without quotes') }),
    );
  });

  it.each([
    ['audiance', 'audience'],
    ['algorithm', 'algorithms'],
    ['credential', 'credentials'],
    ['verifer', 'verifier'],
  ])('G-04 · refuses the unknown option %s, and lists %s among the known', (misspelt, meant) => {
    expect(() => create({ ...verifierOptions, [misspelt]: 'x' })).toThrow(
      errorWith({ option: misspelt, message: textWith(`${misspelt}: unknown option; known are`, meant) }),
    );
  });

  it.each([
    ['issuer', 'https://auth.example.com'],
    ['clockTolerance', 5],
    ['issuers', []],
  ])('refuses %s beside a verifier, which has its own', (option, value) => {
    expect(() => create({ verifier: createJwtVerifier(verifierOptions), [option]: value })).toThrow(
      errorWith({ option, message: textWith('createJwtVerifier()') }),
    );
  });

  it.each([[{}], ['x'], [null], [{ verify: true, emit: () => undefined }], [{ verify: () => undefined }]])(
    'refuses %j as a verifier',
    (verifier) => {
      expect(() => create({ verifier })).toThrow(
        errorWith({ option: 'verifier', message: textWith('createJwtVerifier()') }),
      );
    },
  );

  it.each([[undefined], [null], ['https://auth.example.com'], [[]]])('refuses %j in place of options', (options) => {
    expect(() => create(options as unknown as object)).toThrow(errorWith({ option: 'options' }));
  });

  it('G-01 G-02 · refuses options without issuer or audience, as the verifier does', () => {
    expect(() => create({})).toThrow(errorWith({ option: 'issuer' }));
    expect(() => create({ issuer: 'https://auth.example.com' })).toThrow(errorWith({ option: 'audience' }));
  });
});

describe('G-06 · the options of a guard', () => {
  it('are a snapshot: later changes have no effect', async () => {
    const options = {
      ...verifierOptions,
      audience: ['https://api.example.com'],
      from: [fromAuthorizationHeader()],
      credentials: 'required' as 'required' | 'optional',
    };
    const guard = createRequestGuard(options);
    options.audience.push('https://other.example.com');
    options.from.length = 0;
    options.credentials = 'optional';

    await expect(guard.authenticate(requestWith())).rejects.toEqual(errorWith({ code: 'missing_token' }));
    await expect(guard.authenticate(bearer(tokenFor({ aud: 'https://other.example.com' })))).rejects.toEqual(
      errorWith({ reason: 'audience_mismatch' }),
    );
  });

  describe('where Object.prototype is polluted', () => {
    const polluted = {
      credentials: 'optional',
      audience: null,
      clockTolerance: 300,
      realm: 'evil',
      csrf,
      secret: 'x'.repeat(64),
    };
    const prototype = Object.prototype as Record<string, unknown>;

    beforeEach(() => {
      for (const [name, value] of Object.entries(polluted))
        Object.defineProperty(prototype, name, { value, configurable: true, enumerable: false, writable: true });
    });
    afterEach(() => {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(prototype, name);
    });

    it('are own members only, at creation', () => {
      expect(() => create({ issuer: 'https://auth.example.com', publicKey: verifierOptions.publicKey })).toThrow(
        errorWith({ option: 'audience' }),
      );
      expect(() => create({ ...verifierOptions, from: fromCookie('t') })).toThrow(errorWith({ option: 'csrf' }));
    });

    it('are own members only, at each request', async () => {
      const guard = createRequestGuard(verifierOptions);

      for (const demands of [undefined, {}, { requirements: [] }])
        await expect(guard.authenticate(requestWith(), demands)).rejects.toEqual(
          errorWith({ code: 'missing_token', realm: 'api' }),
        );
    });
  });
});
