import { validateClaims } from '../../src/claims/standard-schema.js';
import type { StandardSchema } from '../../src/claims/standard-schema.js';
import { errorWith } from '../support/expectations.js';
import { refusal } from '../support/refusal.js';

function schemaOf<Output>(validate: StandardSchema<Output>['~standard']['validate']): StandardSchema<Output> {
  return { '~standard': { version: 1, vendor: 'test', validate } };
}

describe('validateClaims', () => {
  it('P7 · answers what the schema made of the claims, at once or later', async () => {
    const now = schemaOf((claims) => ({ value: { claims } }));
    const later = schemaOf((claims) => Promise.resolve({ value: { claims } }));
    const foreign = schemaOf(
      (claims) =>
        ({
          then: (resolve: (it: object) => void) => {
            resolve({ value: { claims } });
          },
        }) as never,
    );
    expect(validateClaims({ sub: 'a' }, now)).toEqual({ claims: { sub: 'a' } });
    await expect(validateClaims({ sub: 'a' }, foreign)).resolves.toEqual({ claims: { sub: 'a' } });
    await expect(validateClaims({ sub: 'a' }, later)).resolves.toEqual({ claims: { sub: 'a' } });
  });

  it('P7 · types the result by the schema', async () => {
    const { tenant }: { tenant: number } = await validateClaims(
      {},
      schemaOf(() => ({ value: { tenant: 1 } })),
    );
    expect(tenant).toBe(1);
  });

  it('P7 · rejects with claims_schema when the schema finds issues', async () => {
    const schema = schemaOf(() => ({ issues: [{ message: 'tenant is missing' }] }));
    expect(() => validateClaims({}, schema)).toThrow(refusal('claims_schema'));
    const later = schemaOf(() => Promise.resolve({ issues: [{ message: 'tenant is missing' }] }));
    await expect(validateClaims({}, later)).rejects.toThrow(refusal('claims_schema'));
  });

  it('P7 · keeps the paths at fault for operators', () => {
    const schema = schemaOf(() => ({ issues: [{ message: 'wrong', path: ['address', 'city'] }] }));
    expect(() => validateClaims({}, schema)).toThrow(errorWith({ cause: { paths: ['address.city'] } }));
  });

  it('P7 · rejects with claims_schema when the schema throws or rejects', async () => {
    const bug = new Error('bug');
    const throwing = schemaOf(() => {
      throw bug;
    });
    expect(() => validateClaims({}, throwing)).toThrow(
      expect.objectContaining({ reason: 'claims_schema', cause: bug }) as Error,
    );
    const rejecting = schemaOf(() => Promise.reject(bug));
    await expect(validateClaims({}, rejecting)).rejects.toMatchObject({ reason: 'claims_schema', cause: bug });
  });

  it('P7 · freezes the result at every depth, and copes with what cannot be frozen', async () => {
    const cycle: Record<string, unknown> = { list: [{ a: 1 }], bytes: Buffer.from('x'), none: null };
    cycle['self'] = cycle;
    const result = await validateClaims(
      {},
      schemaOf(() => ({ value: cycle })),
    );
    expect(Object.isFrozen(result)).toBe(true);
    expect(Object.isFrozen((result['list'] as unknown[])[0])).toBe(true);
    expect(result['bytes']).toEqual(Buffer.from('x'));
  });

  it('P7 · leaves functions as they are: they may be known to others', async () => {
    const convert = (): string => 'x';
    await validateClaims(
      {},
      schemaOf(() => ({ value: { convert } })),
    );
    expect(Object.isFrozen(convert)).toBe(false);
  });
});
