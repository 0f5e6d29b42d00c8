import * as core from '@jwt-guard/core';
import { createJwtVerifier } from '@jwt-guard/core';
import * as express from '@jwt-guard/express';
import * as issuing from '@jwt-guard/issuer';
import * as nestjs from '@jwt-guard/nestjs';
import { cachedTestKey, createLocalIssuer } from '@jwt-guard/testing';

import { creationVerdicts } from '../../src/corpus/creation-verdicts.js';
import { sendBearer } from '../../src/corpus/send.js';
import { startGuardedApps } from '../../src/corpus/start-guarded-apps.js';
import { verdictOn } from '../../src/corpus/verdict.js';

const target = createLocalIssuer();
const { issuer, audience, jwks, secret, tokenFor } = target;

describe('options that are wrong', () => {
  it.each([undefined, null, '', ' ', [], [undefined], [issuer], {}, 1, true])(
    'G-01 · an issuer of %p fails at creation, and is named',
    async (wrong) => {
      expect(await creationVerdicts({ issuer: wrong, audience, jwks })).toEqual(['issuer']);
      expect(await creationVerdicts({ issuers: [{ issuer: wrong, audience, jwks }] })).toEqual(['issuers[0].issuer']);
    },
  );

  it.each([[], {}, 'https://issuer.test', null, [undefined], [null], [issuer]])(
    'G-01 · a list of issuers that is %j fails at creation',
    async (issuers) => {
      const [fault, ...others] = await creationVerdicts({ issuers });
      expect([fault, others]).toEqual([expect.stringMatching(/^issuers/), []]);
    },
  );

  it('G-02 · leaving the audience out fails at creation, and is named', async () => {
    expect(await creationVerdicts({ issuer, jwks })).toEqual(['audience']);
    expect(await creationVerdicts({ issuer, audience: process.env['JWT_GUARD_NOT_SET'], jwks })).toEqual(['audience']);
  });

  it.each([
    'audiance',
    'algorithm',
    'Audience',
    'secretOrKey',
    'ignoreExpiration',
    'jwksUrl',
    'issuer ',
    'clockSkew',
    'toString',
    'constructor',
  ])('G-04 · the unknown option %j fails at creation, and is named', async (name) => {
    expect(await creationVerdicts({ issuer, audience, jwks, [name]: 'x' })).toEqual([name]);
    expect(await creationVerdicts({ issuers: [{ issuer, audience, jwks, [name]: 'x' }] })).toEqual([
      `issuers[0].${name}`,
    ]);
  });

  it.each([
    ['secret', ['', null, Buffer.alloc(0), [], [''], [secret, ''], {}, 1, true]],
    ['publicKey', ['', ' ', null, Buffer.alloc(0), [], [''], {}, 1, 'key', true]],
    ['jwks', ['', null, [], {}, { keys: [] }, { keys: null }, 1]],
    ['jwksUri', ['', null, 'keys', 'http://keys.test/', 'file:///etc/passwd', 'https://u:p@keys.test/', 1, {}]],
    ['keys', ['', null, [], {}, { find: true }, 1]],
  ])('G-05 · an empty or wrong %s fails at creation, and is named', async (name, values) => {
    for (const value of values)
      expect([value, await creationVerdicts({ issuer, audience, [name]: value })]).toEqual([value, [name]]);
  });

  it('G-05 · a key source that is undefined fails at creation, and never becomes discovery', async () => {
    expect(await creationVerdicts({ issuer, audience, secret: undefined })).toEqual(['secret']);
  });

  it.each([
    [[]],
    [['none']],
    [['RS256', 'HS256']],
    [['rs256']],
    ['RS256 '],
    [[undefined]],
    [['ES256', 'toString']],
    [null],
  ])('G-05 · the algorithms %j fail at creation, and are named', async (algorithms) => {
    expect(await creationVerdicts({ issuer, audience, jwks, algorithms })).toEqual(['algorithms']);
  });

  it('G-05 · two key sources fail at creation', async () => {
    expect(await creationVerdicts({ issuer, audience, jwks, secret })).toEqual(['secret']);
    expect(await creationVerdicts({ issuer, audience, jwks, jwksUri: 'https://issuer.test/keys' })).toEqual(['jwks']);
  });
});

describe('options after creation', () => {
  it('G-06 · changing them changes nothing', async () => {
    const options = {
      issuer,
      audience: [audience],
      jwks: { keys: [...jwks.keys] },
      algorithms: ['ES256' as core.Algorithm],
      requiredClaims: ['sub'],
      clockTolerance: 0,
    };
    const verifier = createJwtVerifier(options);
    const apps = await startGuardedApps(options);
    options.issuer = 'https://evil.test';
    options.audience.push('other');
    options.jwks.keys.push({ ...cachedTestKey('ES256', 'attacker').jwk });
    options.algorithms.push('HS256');
    options.requiredClaims.length = 0;
    options.clockTolerance = 300;
    const forged = [
      tokenFor({ claims: { iss: 'https://evil.test' } }),
      tokenFor({ audience: 'other' }),
      tokenFor({ key: cachedTestKey('ES256', 'attacker') }),
      tokenFor({ claims: { sub: undefined } }),
    ];
    for (const token of forged) expect(await verdictOn(verifier, token)).toBe('invalid_token');
    for (const { url, close } of apps) {
      const statuses = await Promise.all([...forged, tokenFor()].map(async (t) => (await sendBearer(url, t)).status));
      expect(statuses).toEqual([401, 401, 401, 401, 200]);
      await close();
    }
  });

  it.each([
    ['audience', 'other'],
    ['audience', null],
    ['issuer', 'https://evil.test'],
    ['algorithms', ['HS256']],
    ['clockTolerance', 300],
    ['credentials', 'optional'],
    ['acceptedTypes', ['x']],
    ['verifier', {}],
    ['kid', 'x'],
    ['use', 'enc'],
    ['alg', 'none'],
    ['typ', 'ID'],
    ['exp', 9_999_999_999],
    ['scope', 'reports:read'],
    ['cnf', { jkt: 'x' }],
  ])('G-06 · a prototype polluted with %s changes nothing', async (name, value) => {
    const without = (options: object): unknown =>
      Object.fromEntries(Object.entries(options).filter(([key]) => key !== name));
    const options = { issuer, audience, jwks };
    const tokens = [tokenFor({ audience: 'other' }), tokenFor({ claims: { exp: undefined } }), tokenFor()];
    const before = await creationVerdicts(without(options));
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    try {
      expect(await creationVerdicts(without(options))).toEqual(before);
      const verifier = createJwtVerifier(options);
      const verdicts = [];
      for (const token of tokens) verdicts.push(await verdictOn(verifier, token));
      expect(verdicts).toEqual(['invalid_token', 'invalid_token', 'accepted']);
      expect((await verifier.verify(tokens[2])).scopes).toEqual([]);
    } finally {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- what was put there a moment ago
      delete (Object.prototype as unknown as Record<string, unknown>)[name];
    }
  });

  it('G-08 · no package has a function that reads a token without verifying it', () => {
    const names = [core, express, nestjs, issuing].flatMap((module) => Object.keys(module));
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => /decode|parse|unsafe|unverified|peek/i.test(name))).toEqual([]);
  });

  it('G-08 · an object that was written by hand is no verified token', async () => {
    const token = await createJwtVerifier({ issuer, audience, jwks }).verify(tokenFor());
    expect([
      core.isVerifiedToken(token),
      core.isVerifiedToken({ ...token }),
      core.isVerifiedToken(structuredClone({ claims: {} })),
    ]).toEqual([true, false, false]);
  });
});
