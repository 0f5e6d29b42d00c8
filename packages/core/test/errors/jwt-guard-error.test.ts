import { inspect } from 'node:util';
import {
  CsrfError,
  InsufficientScopeError,
  InvalidRequestError,
  InvalidTokenError,
  isJwtGuardError,
  JwtGuardError,
  KeysUnavailableError,
  MissingTokenError,
  StoreUnavailableError,
} from '@jwt-guard/core';

const every: readonly (readonly [name: string, make: () => JwtGuardError])[] = [
  ['MissingTokenError', () => new MissingTokenError()],
  ['InvalidRequestError', () => new InvalidRequestError('credentials_conflict')],
  ['InvalidTokenError', () => new InvalidTokenError('expired')],
  ['CsrfError', () => new CsrfError('csrf_cross_site')],
  ['InsufficientScopeError', () => new InsufficientScopeError('scope_missing', ['a'])],
  ['KeysUnavailableError', () => new KeysUnavailableError()],
  ['StoreUnavailableError', () => new StoreUnavailableError()],
];

describe.each(every)('%s', (name, make) => {
  const error = make();

  it('is named as its class, is an Error and carries our brand', () => {
    expect(make().name).toBe(name);
    expect(error.constructor.name).toBe(name);
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(JwtGuardError);
    expect(isJwtGuardError(error)).toBe(true);
  });

  it('captures no stack, since refusals are expected', () => {
    expect(error.stack).not.toMatch(/^\s+at /m);
  });

  it('answers its status under both names that frameworks read', () => {
    expect(error.statusCode).toBe(error.status);
    expect([400, 401, 403, 503]).toContain(error.status);
  });

  it('B9 · answers headers that forbid storing', () => {
    expect(error.headers['Cache-Control']).toBe('no-store');
  });

  it('has no cause where there is none', () => {
    expect('cause' in make()).toBe(false);
  });

  it('B8 · tells the client what its message says, where it tells anything', () => {
    const { message, challenge } = make();
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(`${challenge.description ?? message.slice(0, -1)}.`).toBe(message);
  });

  it('follows its realm in the challenge', () => {
    const { realm } = error;
    error.realm = 'orders';
    const challenge = error.headers['WWW-Authenticate'];
    error.realm = realm;

    expect(challenge ?? 'realm="orders"').toContain('realm="orders"');
  });
});

describe('JwtGuardError', () => {
  it('leaves stacks of other errors as they were', () => {
    const { stackTraceLimit } = Error;

    expect(new MissingTokenError().stack).not.toMatch(/^\s+at /m);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(new Error('x').stack).toMatch(/^\s+at /m);
  });

  it('B6 · names the error of RFC 6750 to the client, where the token or the request is at fault', () => {
    expect(every.map(([, make]) => make().challenge.error)).toEqual([
      undefined,
      'invalid_request',
      'invalid_token',
      undefined,
      'insufficient_scope',
      undefined,
      undefined,
    ]);
  });

  it('B8 · has constant messages, whatever the reason', () => {
    const messages = (['expired', 'malformed', 'audience_mismatch', 'signature_mismatch'] as const).map(
      (reason) => new InvalidTokenError(reason, { claim: reason }).message,
    );

    expect(new Set(messages).size).toBe(1);
    expect(new InsufficientScopeError('scope_missing', ['secret-scope']).message).toBe(
      new InsufficientScopeError('role_missing').message,
    );
    expect(new Set(every.map(([, make]) => make().message)).size).toBe(every.length);
  });

  it('B8 · shows operators code and reason when it is logged', () => {
    const logged = inspect(new InvalidTokenError('expired', { claim: 'exp' }));

    expect(logged).toContain("code: 'invalid_token'");
    expect(logged).toContain("reason: 'expired'");
    expect(logged).toContain("claim: 'exp'");
  });
});

describe('isJwtGuardError', () => {
  it('knows the errors of another copy of the package by their brand', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('@jwt-guard/error')]: true });

    expect(isJwtGuardError(foreign)).toBe(true);
  });

  it.each([
    ['another error', new Error('x')],
    ['an error of an HTTP library', Object.assign(new Error('x'), { status: 401, code: 'invalid_token' })],
    ['JSON that claims to be one', JSON.parse('{"@jwt-guard/error":true}') as unknown],
    ['undefined', undefined],
    ['null', null],
    ['text', 'invalid_token'],
    ['a function', () => true],
  ])('refuses %s', (_, value) => {
    expect(isJwtGuardError(value)).toBe(false);
  });
});
