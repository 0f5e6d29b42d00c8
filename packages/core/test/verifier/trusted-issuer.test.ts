import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { createJwtVerifier } from '@jwt-guard/core';
import type { IssuerOptions, JwtVerifierOptions, KeyQuery } from '@jwt-guard/core';
import { createTrustedIssuers } from '../../src/verifier/trusted-issuer.js';
import type { TrustedIssuer } from '../../src/verifier/trusted-issuer.js';
import { errorWith, textWith } from '../support/expectations.js';
import { publicJwk, signToken, testKey, verificationKey } from '../support/keys.js';
import { audience, issuer, nowSeconds, publicKeyPem, tokenFor, verifierOptions } from '../support/tokens.js';

const secret = 'Zr3vK8pQ1mX6tB9nW2yD5hJ7fL4cG0sA';
const create = (options: object): unknown => createJwtVerifier(options as JwtVerifierOptions);

function trustedIssuer(options: Partial<IssuerOptions> = {}): TrustedIssuer {
  const listed = [{ options: { issuer, audience, publicKey: publicKeyPem, ...options }, path: 'options' }];
  const context = {
    clock: Date.now,
    clockTolerance: 10,
    random: Math.random,
    fetch: globalThis.fetch,
    report: () => undefined,
  };
  return [...createTrustedIssuers(listed, context).values()][0] as TrustedIssuer;
}

async function reasonFor(
  options: object,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<unknown> {
  const verifier = createJwtVerifier({ ...verifierOptions, ...options });
  return verifier.verify(tokenFor(claims, header)).then(
    () => 'accepted',
    (error: unknown) => (error as { reason?: string }).reason,
  );
}

describe('the issuer', () => {
  it.each([[undefined], [''], [' '], [null], [[]], [[undefined]], [7], [false]])(
    'G-01 · is refused at creation if it is %j, with an example',
    (wrong) => {
      expect(() => create({ ...verifierOptions, issuer: wrong })).toThrow(
        errorWith({ option: 'issuer', message: textWith('`iss` claim', '"https://auth.example.com"') }),
      );
    },
  );

  it('G-01 · is refused at creation if it is absent', () => {
    expect(() => create({ audience })).toThrow(errorWith({ option: 'issuer' }));
    expect(() => create({ issuers: [{ audience }] })).toThrow(errorWith({ option: 'issuers[0].issuer' }));
  });

  it('P5 · stands in the list once', () => {
    const entry = { issuer, audience, publicKey: publicKeyPem };

    expect(() => create({ issuers: [entry, { ...entry, audience: 'other' }] })).toThrow(
      errorWith({ option: 'issuers[1].issuer', message: textWith('listed twice', 'one entry') }),
    );
  });

  it('is frozen, with its policy', () => {
    const trusted = trustedIssuer();

    expect(Object.isFrozen(trusted)).toBe(true);
    expect(Object.isFrozen(trusted.policy)).toBe(true);
  });
});

describe('the audience', () => {
  it.each([[undefined], [''], [[]], [[undefined]], [['']], [false], [7], [['a', null]]])(
    'G-02 C-27 P1 · is refused at creation if it is %j, with the loud way out',
    (wrong) => {
      expect(() => create({ ...verifierOptions, audience: wrong })).toThrow(
        errorWith({ option: 'audience', message: textWith('`aud` claim', 'or null') }),
      );
    },
  );

  it('G-02 · is refused at creation if it is absent', () => {
    expect(() => create({ issuer, publicKey: publicKeyPem })).toThrow(errorWith({ option: 'audience' }));
    expect(() => create({ issuers: [{ issuer }] })).toThrow(errorWith({ option: 'issuers[0].audience' }));
  });

  it('P1 · is required of every token once configured', async () => {
    expect(await reasonFor({}, { aud: undefined })).toBe('audience_missing');
    expect(await reasonFor({}, { aud: 'https://other.example.com' })).toBe('audience_mismatch');
    expect(
      await reasonFor({ audience: [audience, 'https://alias.example.com'] }, { aud: 'https://alias.example.com' }),
    ).toBe('accepted');
  });

  it('P1 · is not looked at where it is null, while exp and iss stay required', async () => {
    expect(trustedIssuer({ audience: null }).policy.audience).toBeNull();
    expect(await reasonFor({ audience: null }, { aud: undefined })).toBe('accepted');
    expect(await reasonFor({ audience: null }, { exp: undefined })).toBe('claim_missing');
    expect(await reasonFor({ audience: null }, { iss: undefined })).toBe('claim_missing');
  });

  it('may be left out where another claim binds tokens to this API', async () => {
    const options = { audience: undefined, binding: { claim: 'azp', values: ['client-1'] } };

    expect(await reasonFor(options, { aud: undefined, azp: 'client-1' })).toBe('accepted');
    expect(await reasonFor(options, { azp: 'client-2' })).toBe('claim_mismatch');
    expect(await reasonFor(options)).toBe('claim_missing');
  });

  it('P1 · may not be left out where tokens without the binding are accepted', () => {
    const binding = { claim: 'azp', values: ['client-1'], whenAbsent: 'accept' as const };
    const options = { ...verifierOptions, audience: undefined };
    expect(() => create({ ...options, binding })).toThrow(errorWith({ option: 'audience' }));
    expect(() => create({ ...options, binding: [binding, { claim: 'tid', values: ['t'] }] })).not.toThrow();
  });

  it('counts besides the binding where both are given', async () => {
    const binding = { claim: 'azp', values: ['client-1'] };

    expect(await reasonFor({ binding }, { azp: 'client-1', aud: 'other' })).toBe('audience_mismatch');
    expect(await reasonFor({ binding }, { azp: 'client-1' })).toBe('accepted');
  });
});

describe('the binding', () => {
  it.each([
    ['no object', 'azp', 'binding'],
    ['no claim', { values: ['a'] }, 'binding.claim'],
    ['an empty claim', { claim: '', values: ['a'] }, 'binding.claim'],
    ['no values', { claim: 'azp' }, 'binding.values'],
    ['an empty list of values', { claim: 'azp', values: [] }, 'binding.values'],
    ['an unknown name', { claim: 'azp', value: 'a' }, 'binding.value'],
    ['another word for absence', { claim: 'azp', values: ['a'], whenAbsent: true }, 'binding.whenAbsent'],
    ['null', null, 'binding'],
    ['an empty list', [], 'binding'],
    ['a list that holds no binding', [{ claim: 'azp', values: ['a'] }, null], 'binding[1]'],
    ['a list with a fault', [{ claim: 'azp', values: [] }], 'binding[0].values'],
  ])('is refused at creation with %s', (_, binding, option) => {
    expect(() => create({ ...verifierOptions, binding })).toThrow(errorWith({ option }));
  });
});

describe('several bindings', () => {
  it('C-62 · must all hold', async () => {
    const binding = [
      { claim: 'azp', values: ['client-1'] },
      { claim: 'tid', values: ['t1'], whenAbsent: 'accept' as const },
    ];
    expect(await reasonFor({ binding }, { azp: 'client-1', tid: 't1' })).toBe('accepted');
    expect(await reasonFor({ binding }, { azp: 'client-1' })).toBe('accepted');
    expect(await reasonFor({ binding }, { azp: 'client-1', tid: 't2' })).toBe('claim_mismatch');
    expect(await reasonFor({ binding }, { tid: 't1' })).toBe('claim_missing');
  });
});

describe('the kind of token', () => {
  it('P3 · is an access token unless it is said loudly', async () => {
    expect(await reasonFor({}, { at_hash: 'x' }, { typ: 'JWT' })).toBe('type_mismatch');
    expect(await reasonFor({ tokenKind: 'id-token' }, { at_hash: 'x' }, { typ: 'JWT' })).toBe('accepted');
    expect(await reasonFor({ tokenKind: 'id-token' }, {}, { typ: 'at+jwt' })).toBe('type_mismatch');
  });

  it.each(['ID-Token', '', null, 'constructor'])('is refused at creation if it is %j', (tokenKind) => {
    expect(() => create({ ...verifierOptions, tokenKind })).toThrow(
      errorWith({ option: 'tokenKind', message: textWith('pass one of access-token, id-token') }),
    );
  });

  it('P2 · is refused at creation if it contradicts a profile', () => {
    const options = { ...verifierOptions, profile: 'access-token' };
    expect(() => create({ ...options, tokenKind: 'id-token' })).toThrow(errorWith({ option: 'tokenKind' }));
    expect(() => create({ ...options, tokenKind: 'access-token' })).not.toThrow();
  });
});

describe('the name of the client', () => {
  it.each(['', null, 7])('is refused at creation if its claim is %j', (clientIdFrom) => {
    expect(() => create({ ...verifierOptions, clientIdFrom })).toThrow(errorWith({ option: 'clientIdFrom' }));
  });

  it('stands in the claim that the options name', async () => {
    const verifier = createJwtVerifier({ ...verifierOptions, clientIdFrom: 'cid' });
    expect(await verifier.verify(tokenFor({ cid: 'app', client_id: 'other' }))).toMatchObject({ clientId: 'app' });
  });
});

describe('the hints', () => {
  it('are kept, as they were at creation', () => {
    const hints = { expired: 'Tokens live for an hour.' };
    const trusted = trustedIssuer({ hints });
    hints.expired = 'changed';
    expect({ ...trusted.hints }).toEqual({ expired: 'Tokens live for an hour.' });
    expect(Object.isFrozen(trusted.hints)).toBe(true);
    expect({ ...trustedIssuer().hints }).toEqual({});
  });

  it.each([
    ['no object', 'text', 'hints'],
    ['a reason that there is not', { outdated: 'x' }, 'hints.outdated'],
    ['an empty hint', { expired: ' ' }, 'hints.expired'],
    ['a hint that is no text', { revoked: 7 }, 'hints.revoked'],
  ])('are refused at creation with %s', (_, hints, option) => {
    expect(() => create({ ...verifierOptions, hints })).toThrow(errorWith({ option }));
  });
});

describe('a key set at hand', () => {
  it('P8, M-01 · leaves out a key of another issuer', async () => {
    const [own, foreign] = [testKey('ES256', 'own'), testKey('ES256', 'foreign')];
    const keys = [publicJwk(own, { issuer }), publicJwk(foreign, { issuer: 'https://other.example.com' })];
    const verifier = createJwtVerifier({ issuer, audience, jwks: { keys }, clock: verifierOptions.clock });
    const claims = { iss: issuer, aud: audience, exp: nowSeconds + 300 };
    await expect(verifier.verify(signToken(own, claims))).resolves.toBeDefined();
    await expect(verifier.verify(signToken(foreign, claims))).rejects.toEqual(errorWith({ reason: 'key_not_found' }));
  });
});

describe('the algorithms', () => {
  it('are the asymmetric ones by default, and HS256 with a secret', () => {
    expect([...trustedIssuer().algorithms]).toEqual(expect.arrayContaining(['ES256', 'RS256', 'PS256', 'EdDSA']));
    expect([...trustedIssuer().algorithms].filter((name) => name.startsWith('HS'))).toEqual([]);
    expect(() => create({ issuer, audience, secret })).not.toThrow();
  });

  it('are HS256 alone with a secret', () => {
    const listed = [{ options: { issuer, audience, secret }, path: 'options' }];
    const context = {
      clock: Date.now,
      clockTolerance: 10,
      random: Math.random,
      fetch: globalThis.fetch,
      report: () => undefined,
    };

    expect([...(createTrustedIssuers(listed, context).get(issuer)?.algorithms ?? [])]).toEqual(['HS256']);
  });

  it.each([[[]], [''], [[undefined]], [[7]], [null]])('are refused at creation if they are %j', (algorithms) => {
    expect(() => create({ ...verifierOptions, algorithms })).toThrow(
      errorWith({ option: 'algorithms', message: textWith('list at least one algorithm') }),
    );
  });

  it.each(['none', 'None', 'es256', 'ES256K', 'RSA-OAEP', '__proto__', 'constructor'])(
    'are refused at creation if they name %s',
    (name) => {
      expect(() => create({ ...verifierOptions, algorithms: ['ES256', name] })).toThrow(
        errorWith({ option: 'algorithms', message: textWith(`no algorithm "${name}"`, 'known are', 'ES256') }),
      );
    },
  );

  it('are refused at creation if they mix public keys with HS*', () => {
    expect(() => create({ ...verifierOptions, algorithms: ['ES256', 'HS256'] })).toThrow(
      errorWith({ option: 'algorithms', message: textWith('HS256 does not go with public keys', '`secret`') }),
    );
    expect(() => create({ issuer, audience, algorithms: ['HS256'] })).toThrow(errorWith({ option: 'algorithms' }));
  });

  it('are refused at creation if they mix a secret with others', () => {
    expect(() => create({ issuer, audience, secret, algorithms: ['HS256', 'RS256'] })).toThrow(
      errorWith({ option: 'algorithms', message: textWith('RS256 does not go with `secret`', 'HS*') }),
    );
  });

  it('T3 · may be HS* with a source of secrets, and then nothing else', async () => {
    const secrets = ['old', 'new'].map((kid) => testKey('HS256', kid));
    const keys = { find: ({ kid }: KeyQuery) => secrets.filter((key) => key.kid === kid).map(verificationKey) };
    const verifier = createJwtVerifier({ issuer, audience, keys, algorithms: ['HS256'], clock: verifierOptions.clock });
    const claims = { iss: issuer, aud: audience, exp: nowSeconds + 300 };
    for (const secretKey of secrets) await expect(verifier.verify(signToken(secretKey, claims))).resolves.toBeDefined();
    await expect(verifier.verify(tokenFor())).rejects.toEqual(errorWith({ reason: 'algorithm_not_allowed' }));
    expect(() => create({ issuer, audience, keys, algorithms: ['HS256', 'HS512'] })).not.toThrow();
    expect(() => create({ issuer, audience, keys, algorithms: ['HS256', 'ES256'] })).toThrow(
      errorWith({ option: 'algorithms', message: textWith('HS256 does not go with public keys', '`keys`') }),
    );
  });

  it('A-12 · of a source of secrets: a public key verifies nothing', async () => {
    const publicKey = testKey('RS256', 'k');
    const pem = Buffer.from(publicKey.keyObject.export({ type: 'spki', format: 'pem' }).toString());
    const forger = { ...publicKey, alg: 'HS256' as const, signingKey: createSecretKey(pem) };
    const keys = { find: () => [verificationKey(publicKey)] };
    const verifier = createJwtVerifier({ issuer, audience, keys, algorithms: ['HS256'], clock: verifierOptions.clock });
    const forged = signToken(forger, { iss: issuer, aud: audience, exp: nowSeconds + 300 });
    await expect(verifier.verify(forged)).rejects.toMatchObject({ name: 'InvalidTokenError' });
  });

  it('hold for every token', async () => {
    const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;

    expect(await reasonFor({ publicKey, algorithms: ['RS256'] })).toBe('algorithm_not_allowed');
    expect(await reasonFor({ algorithms: ['ES256'] })).toBe('accepted');
  });
});

describe('the key', () => {
  it.each([
    ['publicKey', ''],
    ['publicKey', null],
    ['publicKey', []],
    ['publicKey', [undefined]],
    ['publicKey', Buffer.alloc(0)],
    ['publicKey', 'not a PEM'],
    ['secret', ''],
    ['secret', null],
    ['secret', []],
    ['secret', [undefined]],
    ['secret', Buffer.alloc(0)],
    ['secret', 'short'],
    ['secret', 'a'.repeat(64)],
    ['secret', publicKeyPem],
    ['jwks', null],
    ['jwks', { keys: [] }],
    ['jwksUri', ''],
    ['jwksUri', 'http://auth.example.com/jwks'],
    ['keys', null],
    ['keys', {}],
  ])('G-05 · is refused at creation: %s %p', (option, value) => {
    expect(() => create({ issuer, audience, [option]: value })).toThrow(
      errorWith({ name: 'InvalidOptionError', option, message: textWith(`${option}: `) }),
    );
  });

  it.each([
    ['jwksUri', 'publicKey'],
    ['publicKey', 'secret'],
    ['jwks', 'keys'],
  ])('comes from one source: %s and %s are refused at creation', (first, second) => {
    expect(() => create({ issuer, audience, [first]: 'x', [second]: 'y' })).toThrow(
      errorWith({ option: second, message: textWith('pass one key source', `${first} and ${second}`) }),
    );
  });
});

describe('the profile', () => {
  it.each(['strict ', 'rfc9068', '', null, 'constructor', '__proto__'])(
    'is refused at creation if it is %j',
    (profile) => {
      expect(() => create({ ...verifierOptions, profile })).toThrow(
        errorWith({ option: 'profile', message: textWith('pass one of access-token, strict') }),
      );
    },
  );

  it('brings its types, claims and lifetime', () => {
    const { policy } = trustedIssuer({ profile: 'strict', requiredClaims: ['tenant'] });

    expect(policy.acceptedTypes).toEqual(['at+jwt']);
    expect(policy.requiredClaims).toEqual(expect.arrayContaining(['client_id', 'jti', 'nbf', 'tenant']));
    expect(policy.maxLifetime).toBe(900);
  });

  it('gives way to acceptedTypes and maxLifetime', () => {
    const { policy } = trustedIssuer({
      profile: 'strict',
      acceptedTypes: ['application/AT+JWT', 'JWT'],
      maxLifetime: 60,
    });

    expect(policy.acceptedTypes).toEqual(['at+jwt', 'jwt']);
    expect(policy.maxLifetime).toBe(60);
  });

  it('adds nothing where there is none', () => {
    expect(trustedIssuer().policy).toEqual({
      audience: [audience],
      bindings: [],
      tokenKind: 'access-token',
      acceptedTypes: ['jwt', 'at+jwt'],
      requiredClaims: [],
      clockTolerance: 10,
    });
  });
});

describe('the limits', () => {
  it.each(['maxTokenAge', 'maxLifetime'])('C-19 · are seconds: %s is refused at creation if it is none', (option) => {
    for (const value of [0, -1, NaN, Infinity, '15m', null, 315_360_001])
      expect(() => create({ ...verifierOptions, [option]: value })).toThrow(
        errorWith({ option, message: textWith('seconds between 1 and 315360000') }),
      );
  });

  it('P4 · hold for every token', async () => {
    expect(await reasonFor({ maxTokenAge: 60 }, { iat: nowSeconds - 71 })).toBe('too_old');
    expect(await reasonFor({ maxLifetime: 60 })).toBe('lifetime_too_long');
    expect(await reasonFor({ maxTokenAge: 60, maxLifetime: 600 })).toBe('accepted');
  });

  it.each([NaN, undefined, '2027-01-15T08:00:00Z'])('fail closed on a clock that answers %p', async (now) => {
    expect(await reasonFor({ clock: () => now as number })).toBe('expired');
  });
});

describe('the other rules', () => {
  it.each([
    ['acceptedTypes', 'media type'],
    ['requiredClaims', 'names of claims'],
  ])('%s is refused at creation if it names nothing', (option, remedy) => {
    for (const value of [[], '', [undefined], null])
      expect(() => create({ ...verifierOptions, [option]: value })).toThrow(
        errorWith({ option, message: textWith(remedy) }),
      );
  });

  it.each(['scopesFrom', 'rolesFrom'])('%s is refused at creation if it is neither a path nor a function', (option) => {
    for (const value of ['', [], null, 7, ['a']])
      expect(() => create({ ...verifierOptions, [option]: value })).toThrow(
        errorWith({ option, message: textWith('claim path', 'function of the claims') }),
      );
  });

  it('read scopes and roles from where they are told', async () => {
    const verifier = createJwtVerifier({
      ...verifierOptions,
      scopesFrom: 'permissions',
      rolesFrom: ({ groups }) => groups as string[],
    });

    await expect(verifier.verify(tokenFor({ permissions: ['a'], scope: 'b', groups: ['g'] }))).resolves.toMatchObject({
      scopes: ['a'],
    });
    expect(trustedIssuer().rolesFrom).toBeUndefined();
    expect(trustedIssuer().scopesFrom).toBeUndefined();
    expect(trustedIssuer({ rolesFrom: 'realm_access.roles' }).rolesFrom).toBe('realm_access.roles');
  });
});
