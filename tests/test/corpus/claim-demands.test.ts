import { inspect } from 'node:util';

import {
  createJwtVerifier,
  requireAnyScope,
  requireAudience,
  requireClaim,
  requireRoles,
  requireScopes,
} from '@jwt-guard/core';
import type { Binding, ClaimExpectation } from '@jwt-guard/core';
import * as express from '@jwt-guard/express';
import * as nestjs from '@jwt-guard/nestjs';
import { createLocalIssuer } from '@jwt-guard/testing';

import { creationVerdict, creationVerdicts } from '../../src/corpus/creation-verdicts.js';
import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';
import { verdictOn } from '../../src/corpus/verdict.js';

const { corpus } = useTokenCorpus();
const { issuer, audience, jwks } = createLocalIssuer();

describe('what an operator demands of claims', () => {
  it.each([301, 1e9, -1, Number.NaN, Infinity, '1y', '10', null, 10n])(
    'C-19 · a clock tolerance of %p fails at creation',
    async (clockTolerance) => {
      expect(await creationVerdicts({ issuer, audience, jwks, clockTolerance })).toEqual(['clockTolerance']);
    },
  );

  it.each([undefined, '', ' ', [], [''], [undefined], [audience, ''], {}, true, 1])(
    'C-27, G-02 · an audience of %p fails at creation',
    async (wrong) => {
      expect(await creationVerdicts({ issuer, audience: wrong, jwks })).toEqual(['audience']);
      expect(await creationVerdicts({ issuers: [{ issuer, audience: wrong, jwks }] })).toEqual(['issuers[0].audience']);
    },
  );

  it('C-27, G-02 · a token for any audience is accepted only where audience is null', async () => {
    expect(await creationVerdicts({ issuer, audience: false, jwks })).toEqual(['audience']);
    const { target, acceptAll } = corpus();
    const verifier = createJwtVerifier({
      issuer: target.issuer,
      audience: null,
      jwks: target.jwks,
      clock: target.clock,
    });
    await acceptAll(verifier, [
      { variant: 'another', token: target.tokenFor({ audience: 'other' }) },
      { variant: 'none', token: target.tokenFor({ claims: { aud: undefined } }) },
    ]);
  });

  const bound: readonly (readonly [string, Binding, readonly unknown[]])[] = [
    [
      'C-34',
      { claim: 'azp', values: ['web'] },
      ['other', 'WEB', 'web ', ['web'], { web: 1 }, '', null, 1, true, undefined],
    ],
    ['C-35', { claim: 'client_id', values: ['web'] }, ['other', 'client-1', ['web'], {}, '', null, 1, undefined]],
    [
      'C-62',
      { claim: 'tid', values: ['t1', 't2'] },
      ['t3', 'T1', 't1 t2', ['t1'], ['t1', 't2'], {}, '', null, 1, undefined],
    ],
    ['C-62', { claim: '__proto__', values: ['t1'] }, [undefined]],
  ];
  it.each(bound)(
    'C-34, C-35, C-62 · %s: a token is refused where its binding is not %j',
    async (_id, binding, wrong) => {
      const { target, refuseAll, acceptAll } = corpus();
      const verifier = createJwtVerifier({
        issuer: target.issuer,
        audience: target.audience,
        jwks: target.jwks,
        clock: target.clock,
        binding,
      });
      const tokenWith = (value: unknown): string => target.tokenFor({ claims: { [binding.claim]: value } });
      const tokens = wrong.map((value) => ({ variant: inspect(value), token: tokenWith(value) }));
      const good = binding.claim === '__proto__' ? undefined : tokenWith(binding.values[0]);
      await refuseAll({ verifier, tokens, good });
      if (good !== undefined) await acceptAll(verifier, [{ variant: 'good', token: good }]);
    },
  );

  it.each(['jti', 'client_id', 'sub', 'tid'])(
    'C-35, C-39, C-62 · a token without a required %s is refused',
    async (claim) => {
      const { target, refuseAll } = corpus();
      const verifier = createJwtVerifier({
        issuer: target.issuer,
        audience: target.audience,
        jwks: target.jwks,
        clock: target.clock,
        requiredClaims: [claim],
      });
      const tokens = [undefined, null, ''].map((value) => ({
        variant: String(value),
        token: target.tokenFor({ claims: { [claim]: value } }),
      }));
      await refuseAll({ verifier, tokens, good: target.tokenFor({ claims: { [claim]: 'x' } }) });
    },
  );

  it.each([[], [undefined], [''], ['a b'], [null], [['a']], [{}]])(
    'C-55 · a list of scopes, roles or audiences that is %j fails at creation, on each adapter',
    (...list) => {
      const scopes = list as string[];
      const makers = { requireScopes, requireAnyScope, RequireScopes: nestjs.RequireScopes };
      for (const make of [
        ...Object.values(makers),
        nestjs.RequireAnyScope,
        express.requireScopes,
        express.requireAnyScope,
      ])
        expect(creationVerdict(() => make(...scopes))).toMatch(/^[Rr]equire(?:Any)?Scopes?$/);
      if (scopes[0] === 'a b') return;
      for (const make of [requireRoles, requireAudience, express.requireRoles, express.requireAudience])
        expect(creationVerdict(() => make(...scopes))).toMatch(/^require(?:Roles|Audience)$/);
      for (const make of [nestjs.RequireRoles, nestjs.RequireAudience])
        expect(creationVerdict(() => make(...scopes))).toMatch(/^[Rr]equire(?:Roles|Audience)$/);
    },
  );

  it.each([/a/g, /^(a+)+$/, /a/y, new RegExp('')])(
    'C-61 · a claim is held against no regular expression: %s',
    (pattern) => {
      const expected = pattern as unknown as ClaimExpectation;
      for (const make of [requireClaim, express.requireClaim, nestjs.RequireClaim])
        expect(creationVerdict(() => make('tid', expected))).toMatch(/^[Rr]equireClaim$/);
    },
  );

  it('C-61 · nor is a binding', async () => {
    const binding = { claim: 'tid', values: [/^(a+)+$/] };
    expect(await creationVerdicts({ issuer, audience, jwks, binding })).toEqual(['binding.values']);
  });

  it.each([{ claim: 'tid', values: [] }, { claim: '', values: ['a'] }, { claim: 'tid' }, { values: ['a'] }, {}, 'tid'])(
    'C-62 · a binding of %j fails at creation',
    async (binding) => {
      const [fault, ...others] = await creationVerdicts({ issuer, audience, jwks, binding });
      expect([fault, others]).toEqual([expect.stringMatching(/^binding/), []]);
    },
  );

  it('C-01, C-26 · exp and aud are required, whatever else is', async () => {
    const { target } = corpus();
    const options = { issuer: target.issuer, audience: target.audience, jwks: target.jwks, clock: target.clock };
    const verifier = createJwtVerifier({ ...options, requiredClaims: ['sub'] });
    for (const claim of ['exp', 'aud'])
      expect(await verdictOn(verifier, target.tokenFor({ claims: { [claim]: undefined } }))).toBe('invalid_token');
  });
});
