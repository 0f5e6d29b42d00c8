export type { ContractCase, StoreUnderTest } from './contract-case.js';
export { refreshTokenStoreContract } from './refresh-token-store-contract.js';
export { revocationStoreContract } from './revocation-store-contract.js';
export { signingKeyStoreContract } from './signing-key-store-contract.js';
