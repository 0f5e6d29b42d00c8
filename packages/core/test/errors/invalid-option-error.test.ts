import { InvalidOptionError, isJwtGuardError } from '@jwt-guard/core';

describe('InvalidOptionError', () => {
  it('names the option and the remedy', () => {
    const error = new InvalidOptionError('issuers[1].jwksUri', 'pass an https: URL.');

    expect(error).toMatchObject({
      name: 'InvalidOptionError',
      code: 'invalid_option',
      option: 'issuers[1].jwksUri',
      message: 'issuers[1].jwksUri: pass an https: URL.',
    });
    expect('cause' in error).toBe(false);
  });

  it('is a TypeError with a stack, and no refusal of a request', () => {
    const error = new InvalidOptionError('issuer', 'pass one.');

    expect(error).toBeInstanceOf(TypeError);
    expect(error.stack).toMatch(/^\s+at /m);
    expect(isJwtGuardError(error)).toBe(false);
  });

  it('keeps its cause', () => {
    const cause = new Error('bad PEM');

    expect(new InvalidOptionError('publicKey', 'pass a PEM.', cause).cause).toBe(cause);
  });
});
