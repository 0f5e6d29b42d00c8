export type { ContractCase, StoreUnderTest } from './contract-case.js';
export { refreshTokenStoreContract } from './refresh-token-store-contract.js';
