import type { JwtVerifier } from '@jwt-guard/core';
import { createBoundedNames } from './bounded-names.js';
import { createDecisionMetrics } from './decision-metrics.js';
import { readVerifierInstrumentationOptions } from './instrumentation-options.js';
import type { VerifierInstrumentationOptions } from './instrumentation-options.js';
import { createCounter } from './instruments.js';
import { createKeyMetrics } from './key-metrics.js';
import { verifierMetrics } from './metric-catalogue.js';
import { observeKeys } from './observe-keys.js';
import { observeRevocation } from './observe-revocation.js';
import { setAttributes } from './set-attributes.js';

/** What is read of a verifier. */
export type ObservableVerifier = Pick<JwtVerifier, 'on' | 'health' | 'revocationHealth'>;

/**
 * Makes OpenTelemetry metrics of what a verifier tells: decisions, key sets, revocation. Register the SDK before, and call
 * it once for a verifier: a second time counts everything twice.
 *
 * No attribute holds anything that a token brought: results and reasons are lists of ours, and issuers those that are
 * trusted, at most `maxIssuers` of them.
 *
 * @returns a function that ends it
 * @throws {InvalidOptionError} For an unknown option, or one that cannot be used.
 */
export function instrumentVerifier(
  verifier: ObservableVerifier,
  options: VerifierInstrumentationOptions = {},
): () => void {
  const { meter, maxIssuers, name } = readVerifierInstrumentationOptions(options);
  const common = setAttributes({}, { verifier: name });
  const issuerName = createBoundedNames(maxIssuers);
  const decisions = createDecisionMetrics(meter, common);
  const keys = createKeyMetrics(meter, common);
  const lookupFailures = createCounter(meter, verifierMetrics.issuerLookupFailures);
  const unknownRevocations = createCounter(meter, verifierMetrics.unknownRevocations);

  for (const issuer of [undefined, ...[...verifier.health().keys()].map(issuerName)]) decisions.expectNone(issuer);
  const stops = [
    verifier.on('verified', (event) => {
      decisions.accepted(event, issuerName(event.issuer));
    }),
    verifier.on('rejected', (event) => {
      decisions.refused(event, event.issuer === undefined ? undefined : issuerName(event.issuer));
    }),
    verifier.on('keysFetched', (event) => {
      keys.fetched(event, issuerName(event.issuer));
    }),
    verifier.on('keysFailed', (event) => {
      keys.failed(event, issuerName(event.issuer));
    }),
    verifier.on('keyAdded', ({ issuer }) => {
      keys.changed('added', issuerName(issuer));
    }),
    verifier.on('keyRemoved', ({ issuer }) => {
      keys.changed('removed', issuerName(issuer));
    }),
    verifier.on('keysStaleUsed', ({ issuer }) => {
      keys.staleUsed(issuerName(issuer));
    }),
    verifier.on('issuersFailed', () => {
      lookupFailures.add(1, common);
    }),
    verifier.on('revocationUnknown', ({ issuer, policy }) => {
      unknownRevocations.add(1, setAttributes(common, { issuer: issuerName(issuer), policy }));
    }),
    observeKeys(meter, { verifier, issuerName, common }),
    observeRevocation(meter, { verifier, common }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
