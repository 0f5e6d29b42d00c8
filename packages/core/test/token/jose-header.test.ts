import { checkJoseHeader } from '../../src/token/jose-header.js';
import type { JsonObject } from '../../src/token/strict-json.js';
import { refusal } from '../support/refusal.js';

const check = (header: object) => () => checkJoseHeader(header as JsonObject);

describe('checkJoseHeader', () => {
  it('answers a header that is well formed, unknown members included', () => {
    const header = { alg: 'ES256', typ: 'at+jwt', kid: 'k1', custom: [1] };
    expect(checkJoseHeader(header)).toBe(header);
    expect(checkJoseHeader({ alg: 'ES256' })).toEqual({ alg: 'ES256' });
  });

  it.each([
    ['missing', {}],
    ['empty', { alg: '' }],
    ['null', { alg: null }],
    ['a number', { alg: 0 }],
    ['false', { alg: false }],
    ['an empty list', { alg: [] }],
    ['a list', { alg: ['RS256'] }],
    ['an object', { alg: {} }],
  ])('J4 · A-04 · rejects an alg that is %s', (_name, header) => {
    expect(check(header)).toThrow(refusal('malformed', 'alg'));
  });

  it.each([null, [], ['exp'], 1, {}])('J13 · C-42 · rejects a typ that is no text: %j', (typ) => {
    expect(check({ alg: 'ES256', typ })).toThrow(refusal('malformed', 'typ'));
  });

  it.each([null, 0, 1, true, [], ['rsa1'], {}, '', 'k'.repeat(257)])('J10 · K-11 · rejects the kid %j', (kid) => {
    expect(check({ alg: 'ES256', kid })).toThrow(refusal('malformed', 'kid'));
  });

  it('J10 · accepts a kid of 256 characters', () => {
    expect(check({ alg: 'ES256', kid: 'k'.repeat(256) })).not.toThrow();
  });

  it.each([
    [[]],
    ['exp'],
    [null],
    [false],
    [{}],
    [[1]],
    [['']],
    [['alg']],
    [['exp']],
    [['cnf']],
    [['__proto__']],
    [['toString']],
  ])('J5 · A-30 · rejects crit %j', (crit) => {
    expect(check({ alg: 'ES256', crit })).toThrow(refusal('unsupported_critical', 'crit'));
  });

  it.each([
    ['A-31', { crit: ['b64'], b64: true }],
    ['A-31', { crit: ['b64', 'b64'], b64: true }],
    ['S-41', { b64: false }],
    ['S-41', { b64: 'false' }],
    ['S-41', { b64: true }],
    ['S-41', { crit: ['b64'] }],
  ])('J5 · %s · rejects %j', (_id, members) => {
    expect(check({ alg: 'ES256', ...members })).toThrow(refusal('unsupported_critical'));
  });

  it.each(['JWT', 'jwt', 'application/jwt', 'Application/JWT'])(
    'J14 · S-43 · rejects the content type %s as nested',
    (cty) => {
      expect(check({ alg: 'ES256', cty })).toThrow(refusal('nested', 'cty'));
    },
  );

  it.each(['json', 'xjwt', 'jwt2', ['JWT']])('does not take the content type %j for a nested token', (cty) => {
    expect(check({ alg: 'ES256', cty })).not.toThrow();
  });
});
