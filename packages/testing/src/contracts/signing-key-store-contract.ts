import type { SigningKeyStore } from '@jwt-guard/issuer';

import type { ContractCase, StoreUnderTest } from './contract-case.js';
import { contractCases } from './contract-cases.js';
import { signingKeyCases } from './keys/signing-key-cases.js';

/**
 * What every {@link SigningKeyStore} must do, for any test runner.
 *
 * @param subject - how to make a store that is empty, for each case anew, or that and more
 */
export function signingKeyStoreContract(
  subject: StoreUnderTest<SigningKeyStore> | StoreUnderTest<SigningKeyStore>['create'],
): readonly ContractCase[] {
  return contractCases(subject, signingKeyCases);
}
