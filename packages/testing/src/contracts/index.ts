export type { ContractCase, StoreUnderTest } from './contract-case.js';
export { refreshTokenStoreContract } from './refresh-token-store-contract.js';
export { revocationStoreContract } from './revocation-store-contract.js';
export { signingKeyStoreContract } from './signing-key-store-contract.js';
export {
  createReplicatedMemoryDriver,
  createVirtualTime,
  realTime,
  runRotationSchedule,
} from '../rotation-model/index.js';
export type {
  RotationDriver,
  RotationHistory,
  RotationScheduleReport,
  RotationScheduleSettings,
  ScheduleTime,
} from '../rotation-model/index.js';
