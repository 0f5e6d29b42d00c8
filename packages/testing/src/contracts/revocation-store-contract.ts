import type { RevocationStore, RevocationWriter } from '@jwt-guard/core';

import type { ContractCase, StoreUnderTest } from './contract-case.js';
import { contractCases } from './contract-cases.js';
import { argumentCases } from './revocation/argument-cases.js';
import { exceptionCases } from './revocation/exception-cases.js';
import { unconditionalCases } from './revocation/unconditional-cases.js';
import { watermarkCases } from './revocation/watermark-cases.js';

/**
 * What every {@link RevocationStore} that takes revocations must do, for any test runner. Cases use ids of their own, so
 * that the stores may share their data. A store that copies another one must show what was written when `check` settles.
 *
 * @param subject - how to make a store, or that and more
 */
export function revocationStoreContract(
  subject:
    StoreUnderTest<RevocationStore & RevocationWriter> | StoreUnderTest<RevocationStore & RevocationWriter>['create'],
): readonly ContractCase[] {
  return contractCases(subject, [...unconditionalCases, ...watermarkCases, ...exceptionCases, ...argumentCases]);
}
