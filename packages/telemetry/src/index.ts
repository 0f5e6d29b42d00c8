export { instrumentIssuer } from './instrument-issuer.js';
export { instrumentVerifier } from './instrument-verifier.js';
export type { ObservableVerifier } from './instrument-verifier.js';
export type { InstrumentationOptions, VerifierInstrumentationOptions } from './instrumentation-options.js';
