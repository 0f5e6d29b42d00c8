import { createJwtVerifier } from '@jwt-guard/core';
import { requireNoBinding } from '../../src/proof/proof-of-possession.js';
import { errorWith } from '../support/expectations.js';
import { tokenFor, verifierOptions } from '../support/tokens.js';

describe('requireNoBinding', () => {
  it('lets a token without cnf through', () => {
    expect(() => {
      requireNoBinding({ sub: 'alice' });
    }).not.toThrow();
  });

  it.each([[{ jkt: 'x' }], [{ 'x5t#S256': 'x' }], [{}], [null], ['x'], [false]])(
    'D1 · refuses cnf %j as long as no proof can be checked',
    (cnf) => {
      expect(() => {
        requireNoBinding({ cnf });
      }).toThrow(errorWith({ status: 401, code: 'invalid_token', reason: 'proof_missing', claim: 'cnf' }));
    },
  );

  it('D1 · stands in the way of every bound token', async () => {
    const verifier = createJwtVerifier(verifierOptions);

    await expect(verifier.verify(tokenFor({ cnf: { jkt: 'x' } }))).rejects.toEqual(
      errorWith({ reason: 'proof_missing' }),
    );
    await expect(verifier.verify(tokenFor())).resolves.toBeDefined();
  });
});
