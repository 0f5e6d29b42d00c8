import { createJwtVerifier, getAuth } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import request from 'supertest';

import { guardedApp, trustIn } from './support/guarded-app.js';

const requestWith = (auth: unknown): express.Request => ({ auth }) as never;

describe('getAuth', () => {
  it('answers the very token that the guard verified', async () => {
    const issuer = createLocalIssuer();
    const token = await createJwtVerifier(trustIn(issuer)).verify(issuer.tokenFor());
    expect(getAuth(requestWith(token))).toBe(token);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'token'],
    ['a look-alike', { claims: { sub: 'admin' }, scopes: [], header: {}, issuer: 'x', expiresAt: 1 }],
    ['what JSON can say', JSON.parse('{"Symbol(@jwt-guard/grants)":{},"__proto__":{"@jwt-guard/grants":{}}}')],
  ])('F-04 · throws for %s, and names the remedy', (_title, auth) => {
    expect(() => getAuth(requestWith(auth))).toThrow(/Put jwtGuard\(\) above the route/);
  });

  it('throws for a copy of a verified token: a copy may have been changed', async () => {
    const issuer = createLocalIssuer();
    const token = await createJwtVerifier(trustIn(issuer)).verify(issuer.tokenFor());
    expect(() => getAuth(requestWith({ ...token }))).toThrow();
  });

  it('throws where an optional guard let nobody pass', async () => {
    const { app } = guardedApp({
      credentials: 'optional',
      below: [(req, res) => void res.json(getAuth(req))],
    });
    await request(app).get('/').expect(500);
  });
});
