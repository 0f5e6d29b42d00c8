import { requireCertainty } from '../../src/keys/require-certainty.js';
import { errorWith } from '../support/expectations.js';

describe('requireCertainty', () => {
  it('K7 · makes a 503 of a key that may be elsewhere, with the reason of the doubt', () => {
    const error = new Error('metadata are down');
    expect(() => {
      requireCertainty({ doubt: () => ({ error, trustedForMs: 1 }) });
    }).toThrow(errorWith({ status: 503, code: 'keys_unavailable', cause: error }));
  });

  it('lets pass what is known', () => {
    expect(() => {
      requireCertainty({ doubt: () => undefined });
    }).not.toThrow();
  });
});
