import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { combineKeys, nameOfPart, partsOf } from '../../src/keys/combine-keys.js';
import type { KeyPart } from '../../src/keys/combine-keys.js';

const secret = randomBytes(32).toString('base64');
const jwksUri = 'https://issuer.example/keys';
const fault = (option: string, text: string): Error =>
  expect.objectContaining({
    name: 'InvalidOptionError',
    option,
    message: expect.stringContaining(text) as string,
  }) as Error;

describe('combineKeys', () => {
  it('holds its parts in their order, and shows nothing of them', () => {
    const combined = combineKeys({ jwksUri }, { secret }, { discovery: true });
    expect(partsOf(combined)?.map(nameOfPart)).toEqual(['jwksUri', 'secret', 'discovery']);
    expect(combined).toEqual({ combines: 3 });
    expect(inspect(combined, { depth: 9, showHidden: true })).not.toContain(secret);
    expect(Object.isFrozen(combined)).toBe(true);
  });

  it('A2 · takes four parts, sources of your own among them', () => {
    const keys = { find: () => [] };
    const combined = combineKeys({ keys }, { jwksUri }, { secret }, { discovery: true });
    expect(combined.combines).toBe(4);
    expect(partsOf(combined)?.[0]).toEqual({ keys });
  });

  it('copies its parts: a later change of them has no effect', () => {
    const part = { jwksUri };
    const combined = combineKeys(part);
    part.jwksUri = 'https://evil.example/keys';
    expect(partsOf(combined)).toMatchObject([{ jwksUri }]);
  });

  it.each([[undefined], [null], ['keys'], [{ combines: 2 }], [{ find: () => [] }]])('made no %j', (value) => {
    expect(partsOf(value)).toBeUndefined();
  });

  it.each<[string, readonly unknown[], string, string]>([
    ['no part', [], 'keys', 'one to 4'],
    ['five parts', Array(5).fill({ jwksUri }), 'keys', 'one to 4'],
    ['an empty part', [{ jwksUri }, {}], 'keys[1]', 'exactly one of jwksUri'],
    ['two sources in one part', [{ jwksUri, secret }], 'keys[0]', 'exactly one of'],
    ['an unknown source', [{ jwksUrl: jwksUri }], 'keys[0].jwksUrl', 'unknown option'],
    ['no object', ['https://issuer.example'], 'keys[0]', 'pass an object'],
    ['a secret that is undefined', [{ jwksUri }, { secret: undefined }], 'keys[1].secret', 'is undefined'],
    ['discovery turned off', [{ discovery: false }], 'keys[0].discovery', 'pass true'],
    ['combined keys inside', [{ keys: combineKeys({ jwksUri }) }], 'keys[0].keys', 'beside the others'],
  ])('A2, G-05 · refuses %s', (_name, parts, option, text) => {
    expect(() => combineKeys(...(parts as readonly KeyPart[]))).toThrow(fault(option, text));
  });
});
