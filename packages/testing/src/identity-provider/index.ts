export { faults } from './faults.js';
export type { FaultCatalogue } from './faults.js';
export type { Fault, FaultedExchange, IssuerDocument } from './fault.js';
export { startFaultyIdentityProvider } from './faulty-identity-provider.js';
export type { FaultTarget, FaultyIdentityProvider } from './faulty-identity-provider.js';
