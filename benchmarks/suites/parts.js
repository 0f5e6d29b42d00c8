import {
  createCsrfCheck,
  createJwtVerifier,
  createRequestGuard,
  fromAuthorizationHeader,
  fromCookie,
  requireAudience,
  requireClaim,
  requireRoles,
  requireScopes,
} from '@jwt-guard/core';
import { parse } from 'cookie';
import { claimEquals, claimIncludes, requiredScopes } from 'express-oauth2-jwt-bearer';
import { ExtractJwt } from 'passport-jwt';
import { compete } from '../compete.js';
import { bearerToken } from '../contestants/bearer-token.js';
import { browserRequest } from '../fixture/browser-request.js';
import { cookieName } from '../fixture/headers-with.js';
import { audience, createKeys, createTokens, issuer } from '../fixture/tokens.js';

const rounds = 7;
/** These take a fraction of a microsecond: so many are made between two looks at the clock. */
const calls = 500;
const algorithm = 'ES256';
const origins = ['https://app.example.com'];
const ours = 'JWT Guard';
const peer = 'express-oauth2-jwt-bearer';
const byHand = 'by hand';

/** What a guard does besides verifying: finding the token in a request, and holding a verified one against a route's demands. */
export async function runParts({ seconds, onResult }) {
  const keys = createKeys(algorithm);
  const tokens = await createTokens(keys, calls, { own: { roles: ['admin', 'reader'], tenant: 'acme' } });
  const groups = [...extraction(tokens), ...(await demands(tokens[0], keys))];
  const cells = groups.reduce((sum, { among }) => sum + Object.keys(among).length, 0);
  const roundMs = (1_000 * seconds) / cells / (rounds + 1);
  const measured = [];
  for (const { among, ...group } of groups) {
    const competing = Object.fromEntries(Object.entries(among).map(([name, one]) => [name, repeated(one)]));
    const results = await compete(competing, { inFlight: 1, rounds, roundMs, calls });
    measured.push({ ...group, results });
    onResult({ ...group, results });
  }
  return { rounds, roundMs, algorithm, groups: measured };
}

/** Each of them must answer the token, of which one is as long as the next. */
function extraction(tokens) {
  const all = (carriedIn, method) => tokens.map((token) => browserRequest({ token, carriedIn, method }));
  const over = (requests, extract) => (index) => extract(requests[index]) === tokens[index];
  const [inHeader, inCookie, posted] = [all('header', 'GET'), all('cookie', 'GET'), all('cookie', 'POST')];
  const header = fromAuthorizationHeader();
  const cookie = fromCookie(cookieName);
  const csrf = createCsrfCheck({ origins });
  const checked = (request) => {
    const token = cookie.extract(request);
    csrf(request);
    return token;
  };
  return [
    {
      ...{ topic: 'extraction', what: '`Authorization` header' },
      among: {
        [ours]: over(inHeader, header.extract),
        'passport-jwt': over(inHeader, ExtractJwt.fromAuthHeaderAsBearerToken()),
        [byHand]: over(inHeader, bearerToken),
      },
    },
    {
      ...{ topic: 'extraction', what: 'cookie, GET' },
      among: { [ours]: over(inCookie, checked), 'cookie, no check': over(inCookie, cookieParsed) },
    },
    {
      ...{ topic: 'extraction', what: 'cookie, POST' },
      among: { [ours]: over(posted, checked), 'cookie, no check': over(posted, cookieParsed) },
    },
  ];
}

function cookieParsed({ headers }) {
  return parse(headers.cookie)[cookieName];
}

/** A demand that is not met throws, or passes an error on. */
async function demands(token, keys) {
  const verifier = createJwtVerifier({ issuer, audience, algorithms: [algorithm], jwks: keys.jwks });
  const guard = createRequestGuard({ verifier });
  const verified = await verifier.verify(token);
  const own = (...requirements) => {
    return () => (guard.authorize(verified, requirements), true);
  };
  const request = { auth: { payload: verified.claims } };
  const peers = (middleware) => () => {
    let passed = false;
    middleware(request, undefined, (error) => {
      passed = error === undefined;
    });
    return passed;
  };
  const { claims } = verified;
  const rows = [
    ['scopes', own(requireScopes('read', 'write')), peers(requiredScopes('read write')), () => scopesHold(claims)],
    ['audience', own(requireAudience(audience)), peers(claimEquals('aud', audience)), () => claims.aud === audience],
    [
      'claim',
      own(requireClaim('tenant', 'acme')),
      peers(claimEquals('tenant', 'acme')),
      () => claims.tenant === 'acme',
    ],
    ['roles', own(requireRoles('admin')), peers(claimIncludes('roles', 'admin')), () => claims.roles.includes('admin')],
  ];
  return rows.map(([what, mine, theirs, hand]) => ({
    ...{ topic: 'demands', what },
    among: { [ours]: mine, [peer]: theirs, [byHand]: hand },
  }));
}

function scopesHold({ scope }) {
  const granted = scope.split(' ');
  return granted.includes('read') && granted.includes('write');
}

function repeated(one) {
  return () => {
    for (let index = 0; index < calls; index += 1) if (!one(index)) return false;
    return true;
  };
}
