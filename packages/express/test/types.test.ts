import '@jwt-guard/express/augment';

import { csrfGuard, getAuth, jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import type { JwtVerifier } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';

import { trustIn } from './support/guarded-app.js';

interface TenantClaims {
  readonly tenant: string;
}

const tenantClaims = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value: unknown) => ({ value: { tenant: (value as TenantClaims).tenant } }),
  },
} as const;

const issuer = createLocalIssuer();
const bearer = { type: 'bearer' } as const;

/** What is asserted by assignment here, `npm run typecheck` checks, on the types of Express 5 and 4. */
describe('the types', () => {
  it('let a route keep the types of its parameters', async () => {
    const app = express().use(jwtGuard(trustIn(issuer)));
    app.get('/users/:id', requireScopes('a'), (req, res) => {
      const id: string = req.params.id;
      // @ts-expect-error The path has no such parameter.
      const other: unknown = req.params.other;
      res.json({ id, other });
    });
    const token = issuer.tokenFor({ scopes: ['a'] });
    await request(app).get('/users/7').auth(token, bearer).expect(200, { id: '7' });
  });

  it('P7 · give the claims the type that the schema makes', async () => {
    const guard = jwtGuard({ ...trustIn(issuer), claims: tenantClaims });
    const verifier: JwtVerifier<TenantClaims> = guard.verifier;
    const app = express().use(guard, (req, res) => {
      const tenant: string = getAuth<TenantClaims>(req).claims.tenant;
      // @ts-expect-error The schema makes no such claim.
      const other: unknown = getAuth<TenantClaims>(req).claims.other;
      res.json({ tenant, other });
    });
    const token = issuer.tokenFor({ claims: { tenant: 'acme' } });
    await request(app).get('/').auth(token, bearer).expect(200, { tenant: 'acme' });
    verifier.close();
  });

  it('give the claims the registered types without a schema', async () => {
    const guard = jwtGuard(trustIn(issuer));
    const verifier: JwtVerifier = guard.verifier;
    const app = express().use(guard, (req, res) => {
      const subject: string | undefined = getAuth(req).claims.sub;
      res.json({ subject });
    });
    await request(app).get('/').auth(issuer.tokenFor(), bearer).expect(200, { subject: 'user-1' });
    verifier.close();
  });

  it('know req.auth, for those who import the augmentation', async () => {
    const app = express().use(jwtGuard({ ...trustIn(issuer), credentials: 'optional' }), (req, res) => {
      // @ts-expect-error Credentials are optional: there may be no token.
      const scopes: readonly string[] = req.auth?.scopes;
      const subject: string | undefined = req.auth?.subject;
      res.json({ scopes, subject });
    });
    await request(app).get('/').expect(200, {});
  });

  it("fit Express's own", () => {
    const handlers: RequestHandler[] = [
      jwtGuard(trustIn(issuer)),
      requireScopes('a'),
      csrfGuard({ origins: ['https://app.example.com'] }),
    ];
    const errors: ErrorRequestHandler = jwtGuardErrors();
    expect(express().use(handlers).use('/path', errors)).toBeDefined();
  });
});
