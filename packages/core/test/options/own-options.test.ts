import { isObject, ownOptions } from '@jwt-guard/core';
import { optionPath } from '../../src/options/own-options.js';
import { errorWith } from '../support/expectations.js';

interface Options {
  readonly audience?: string;
  readonly clockTolerance?: number;
}
const known = ['audience', 'clockTolerance'] as const;
const read = (options: unknown, path?: string): Readonly<Options> => ownOptions(options as Options, known, path);

describe('ownOptions', () => {
  it('answers a frozen copy without a prototype', () => {
    const options = { audience: 'a' };
    const own = read(options);
    options.audience = 'b';

    expect({ ...own }).toEqual({ audience: 'a' });
    expect(Object.getPrototypeOf(own)).toBeNull();
    expect(Object.isFrozen(own)).toBe(true);
  });

  it('G-06 · takes own members only', () => {
    const inherited = Object.create({ audience: 'inherited' }) as Options;

    expect(read(inherited).audience).toBeUndefined();
    Object.defineProperty(Object.prototype, 'audience', { value: 'polluted', configurable: true });
    try {
      expect(read({}).audience).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'audience');
    }
  });

  it('keeps what is undefined, so that a value somebody forgot to set can be told from an option left out', () => {
    expect('audience' in read({ audience: undefined })).toBe(true);
    expect('audience' in read({})).toBe(false);
  });

  it.each([[undefined], [null], ['x'], [7], [[]], [() => ({})]])('refuses %p in place of options', (options) => {
    expect(() => read(options)).toThrow(
      errorWith({ option: 'options', message: 'options: pass an object of options.' }),
    );
    expect(() => read(options, 'csrf')).toThrow(errorWith({ option: 'csrf' }));
  });

  it.each(['audiance', 'Audience', 'clock_tolerance', 'constructor', 'x', ''])(
    'G-04 · refuses the unknown option %j, and lists what is known',
    (unknown) => {
      expect(() => read({ audience: 'a', [unknown]: 1 })).toThrow(
        errorWith({ option: unknown, message: `${unknown}: unknown option; known are audience, clockTolerance.` }),
      );
    },
  );

  it('G-04 · refuses an unknown option that is undefined', () => {
    expect(() => read({ audiance: undefined })).toThrow(errorWith({ option: 'audiance' }));
  });

  it('G-06 · refuses __proto__ from JSON as an unknown option', () => {
    expect(() => read(JSON.parse('{"__proto__":{"audience":"x"}}'))).toThrow(errorWith({ option: '__proto__' }));
  });

  it('names the place of an option inside another', () => {
    expect(() => read({ x: 1 }, 'issuers[1]')).toThrow(errorWith({ option: 'issuers[1].x' }));
  });
});

describe('optionPath', () => {
  it('writes an option as the caller would', () => {
    expect(optionPath('options', 'issuer')).toBe('issuer');
    expect(optionPath('issuers[0]', 'issuer')).toBe('issuers[0].issuer');
  });
});

describe('isObject', () => {
  it.each([[{}], [Object.create(null)], [new Map()]])('takes %p for an object', (value) => {
    expect(isObject(value)).toBe(true);
  });

  it.each([[null], [[]], ['x'], [undefined], [() => 1]])('takes %p for none', (value) => {
    expect(isObject(value)).toBe(false);
  });
});
