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

const every = [
  new MissingTokenError(),
  new InvalidRequestError('credentials_conflict'),
  new InvalidTokenError('expired'),
  new CsrfError('csrf_cross_site'),
  new InsufficientScopeError('scope_missing', ['a']),
  new KeysUnavailableError(),
  new StoreUnavailableError(),
].map((error) => [error.name, error] as const);

describe.each(every)('%s', (name, error) => {
  it('is named as its class, is an Error and carries our brand', () => {
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
    expect('cause' in error).toBe(false);
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

  it('B8 · has constant messages, whatever the reason', () => {
    const messages = (['expired', 'malformed', 'audience_mismatch', 'signature_mismatch'] as const).map(
      (reason) => new InvalidTokenError(reason, { claim: reason }).message,
    );

    expect(new Set(messages).size).toBe(1);
    expect(new InsufficientScopeError('scope_missing', ['secret-scope']).message).toBe(
      new InsufficientScopeError('role_missing').message,
    );
    expect(new Set(every.map(([, { message }]) => message)).size).toBe(every.length);
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
