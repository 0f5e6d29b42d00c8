import type { RefreshTokenStore } from '@jwt-guard/issuer';

import type { ContractCase, StoreUnderTest } from './contract-case.js';
import { contractCases } from './contract-cases.js';
import { graceCases } from './refresh/grace-cases.js';
import { listingCases } from './refresh/listing-cases.js';
import { revocationCases } from './refresh/revocation-cases.js';
import { rotationCases } from './refresh/rotation-cases.js';
import { startCases } from './refresh/start-cases.js';

/**
 * What every {@link RefreshTokenStore} must do, for any test runner. Cases use ids of their own, so that the stores may
 * share their data.
 *
 * @param subject - how to make a store, or that and more
 */
export function refreshTokenStoreContract(
  subject: StoreUnderTest<RefreshTokenStore> | StoreUnderTest<RefreshTokenStore>['create'],
): readonly ContractCase[] {
  return contractCases(subject, [...startCases, ...rotationCases, ...graceCases, ...revocationCases, ...listingCases]);
}
