import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifierOptions, StandardSchema } from '@jwt-guard/core';
import { readVerifierOptions, verifierOptionNames } from '../../src/verifier/verifier-options.js';
import type { ListedIssuer } from '../../src/verifier/verifier-options.js';
import { errorWith, textWith } from '../support/expectations.js';
import { audience, issuer, nowSeconds, tokenFor, verifierOptions } from '../support/tokens.js';

const read = (options: object): ReturnType<typeof readVerifierOptions> =>
  readVerifierOptions(options as JwtVerifierOptions);
/** The issuers of a list. */
const listed = (options: object): readonly ListedIssuer[] => read(options).issuers as readonly ListedIssuer[];
const create = (options: object): unknown => createJwtVerifier(options as JwtVerifierOptions);
const schema = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as StandardSchema;

describe('readVerifierOptions', () => {
  it('answers the defaults', () => {
    const { shared } = read({ issuer, audience });

    expect(shared).toEqual({
      clockTolerance: 10,
      schema: undefined,
      maxCachedTokens: 0,
      clock: Date.now,
      maxTokenSize: 16_384,
      explain: { isAllowed: true, receiver: undefined },
      fetch: globalThis.fetch,
      random: Math.random,
    });
    expect(Object.isFrozen(shared)).toBe(true);
  });

  it('takes one issuer without a list, under its own option names', () => {
    const issuers = listed({ issuer, audience, clockTolerance: 5 });

    expect(issuers.map(({ path, options }) => [path, { ...options }])).toEqual([['options', { issuer, audience }]]);
  });

  it('P5 · takes several issuers, each named by its place', () => {
    const issuers = listed({
      issuers: [
        { issuer, audience },
        { issuer: 'https://b.example.com', audience: null },
      ],
    });

    expect(issuers.map(({ path }) => path)).toEqual(['issuers[0]', 'issuers[1]']);
  });

  it.each([
    ['no list', 'https://auth.example.com'],
    ['an empty list', []],
    ['null', null],
  ])('G-01 · refuses %s as issuers', (_, issuers) => {
    expect(() => read({ issuers })).toThrow(
      errorWith({ option: 'issuers', message: textWith('list at least one { issuer, audience }') }),
    );
  });

  it('P6 · takes a function that finds issuers', () => {
    const find = (): undefined => undefined;
    expect(read({ issuers: find }).issuers).toBe(find);
    expect(() => read({ issuers: find, audience })).toThrow(errorWith({ option: 'audience' }));
  });

  it.each([['now'], [0.5], [null]])('G-01 · refuses %j as the random source', (random) => {
    expect(() => read({ issuer, audience, random })).toThrow(errorWith({ option: 'random' }));
  });

  it.each([[undefined], [null], ['https://auth.example.com']])('G-01 · refuses %j as an entry of issuers', (entry) => {
    expect(() => read({ issuers: [{ issuer, audience }, entry] })).toThrow(errorWith({ option: 'issuers[1]' }));
  });

  it('G-01 · refuses a hole in issuers', () => {
    expect(() => read({ issuers: new Array(1) })).toThrow(errorWith({ option: 'issuers[0]' }));
  });

  it.each(['issuer', 'audience', 'publicKey', 'algorithms', 'rolesFrom'])('refuses %s beside issuers', (option) => {
    expect(() => read({ issuers: [{ issuer, audience }], [option]: 'x' })).toThrow(
      errorWith({ option, message: textWith('inside each entry of `issuers`') }),
    );
  });

  it.each(['clockTolerance', 'clock', 'fetch', 'random', 'claims', 'maxTokenSize', 'issuers'])(
    'refuses %s inside an entry of issuers, which all issuers share',
    (option) => {
      expect(() => read({ issuers: [{ issuer, audience, [option]: 1 }] })).toThrow(
        errorWith({ option: `issuers[0].${option}`, message: textWith('unknown option') }),
      );
    },
  );

  it.each([
    ['audiance', 'audience'],
    ['algorithm', 'algorithms'],
    ['jwksURI', 'jwksUri'],
    ['clock_tolerance', 'clockTolerance'],
    ['publickey', 'publicKey'],
    ['requiredClaim', 'requiredClaims'],
  ])('G-04 · refuses the unknown option %s, and lists %s among the known', (unknown, known) => {
    expect(() => create({ ...verifierOptions, [unknown]: 'x' })).toThrow(
      errorWith({ option: unknown, message: textWith('unknown option; known are', `, ${known},`) }),
    );
    expect(() => create({ issuers: [{ issuer, audience, [unknown]: 'x' }] })).toThrow(
      errorWith({ option: `issuers[0].${unknown}` }),
    );
  });

  it.each([-1, 301, NaN, Infinity, '10', '1y', null])('C-19 · refuses %p as clockTolerance', (clockTolerance) => {
    expect(() => create({ ...verifierOptions, clockTolerance })).toThrow(
      errorWith({ option: 'clockTolerance', message: textWith('seconds between 0 and 300') }),
    );
  });

  it.each([0, 300])('takes a clockTolerance of %d seconds', (clockTolerance) => {
    expect(read({ issuer, audience, clockTolerance }).shared.clockTolerance).toBe(clockTolerance);
  });

  it.each([0, 255, 1_048_577, NaN, Infinity, '16k'])('J2 · refuses %p as maxTokenSize', (maxTokenSize) => {
    expect(() => create({ ...verifierOptions, maxTokenSize })).toThrow(
      errorWith({ option: 'maxTokenSize', message: textWith('bytes between 256 and 1048576') }),
    );
  });

  it.each([
    ['clock', 1_800_000_000],
    ['clock', null],
    ['fetch', 'node-fetch'],
  ])('refuses %s if it is no function but %j', (option, value) => {
    expect(() => create({ ...verifierOptions, [option]: value })).toThrow(
      errorWith({ option, message: textWith('pass a function') }),
    );
  });

  it('P7 · takes a Standard Schema, also one that is a function', () => {
    const callable = Object.assign(() => true, schema);

    expect(read({ issuer, audience, claims: schema }).shared.schema).toBe(schema);
    expect(read({ issuer, audience, claims: callable }).shared.schema).toBe(callable);
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a bare predicate', () => true],
    ['a JSON schema', { type: 'object' }],
    ['a schema that cannot validate', { '~standard': { version: 1, vendor: 'x' } }],
    ['text', 'zod'],
  ])('refuses %s as claims', (_, claims) => {
    expect(() => create({ ...verifierOptions, claims })).toThrow(
      errorWith({ option: 'claims', message: textWith('Standard Schema', 'zod') }),
    );
  });

  it.each([[undefined], [null], ['https://auth.example.com'], [[]]])('refuses %j in place of options', (options) => {
    expect(() => create(options as never)).toThrow(errorWith({ option: 'options' }));
  });

  it('knows every option of an issuer, and issuers, and what they share', () => {
    expect(verifierOptionNames).toEqual(expect.arrayContaining(['issuers', 'issuer', 'audience', 'clock', 'claims']));
    expect(Object.isFrozen(verifierOptionNames)).toBe(true);
  });
});

describe('G-06 · the options of a verifier', () => {
  it('are a snapshot: later changes have no effect', async () => {
    const options = {
      ...verifierOptions,
      issuer,
      audience: [audience],
      algorithms: ['ES256' as const],
      requiredClaims: ['jti'],
      acceptedTypes: ['at+jwt'],
      clockTolerance: 0,
    };
    const verifier = createJwtVerifier(options);
    options.audience.push('https://other.example.com');
    options.requiredClaims.length = 0;
    options.acceptedTypes.push('jwt');
    options.clockTolerance = 300;
    options.clock = () => 0;
    options.issuer = 'https://evil.example.com';
    const reasonFor = (claims: object, header = {}): Promise<unknown> =>
      verifier
        .verify(tokenFor({ jti: '1', ...claims }, header))
        .catch((error: unknown) => (error as { reason: string }).reason);

    expect(await reasonFor({})).toMatchObject({ subject: 'alice' });
    expect(await reasonFor({ aud: 'https://other.example.com' })).toBe('audience_mismatch');
    expect(await reasonFor({ jti: undefined })).toBe('claim_missing');
    expect(await reasonFor({}, { typ: 'JWT' })).toBe('type_mismatch');
    expect(await reasonFor({ exp: nowSeconds })).toBe('expired');
    expect(await reasonFor({ iss: 'https://evil.example.com' })).toBe('issuer_not_trusted');
  });

  it('are never changed', () => {
    const options = Object.freeze({ ...verifierOptions, audience: Object.freeze([audience]) });

    expect(() => createJwtVerifier(options)).not.toThrow();
  });

  it('are own members only, where Object.prototype is polluted', async () => {
    const polluted = {
      audience: null,
      secret: 'x'.repeat(64),
      issuers: [],
      clockTolerance: 300,
      algorithms: ['none'],
      binding: {},
    };
    for (const [name, value] of Object.entries(polluted))
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    try {
      expect(() => create({ issuer, publicKey: verifierOptions.publicKey })).toThrow(errorWith({ option: 'audience' }));
      const verifier = createJwtVerifier(verifierOptions);
      await expect(verifier.verify(tokenFor({ iat: nowSeconds - 100, exp: nowSeconds - 11 }))).rejects.toEqual(
        errorWith({ reason: 'expired' }),
      );
      await expect(verifier.verify(tokenFor({ aud: 'x' }))).rejects.toEqual(errorWith({ reason: 'audience_mismatch' }));
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    }
  });
});
