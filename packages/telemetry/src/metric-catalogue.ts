/** One metric: what OpenTelemetry is told of it. */
export interface MetricDescription {
  readonly name: string;
  /** By UCUM; a word in braces says what is counted. */
  readonly unit: string;
  readonly description: string;
}

type VerifierMetric =
  | 'decisions'
  | 'confusionAttempts'
  | 'verificationDuration'
  | 'keyFetches'
  | 'keyFetchDuration'
  | 'keyChanges'
  | 'staleKeyUses'
  | 'issuerLookupFailures'
  | 'unknownRevocations'
  | 'keysAge'
  | 'keysUsableFor'
  | 'keysState'
  | 'revocationLag'
  | 'revocationEntries'
  | 'revocationState';
type IssuerMetric = 'sessionEvents' | 'tokenRequestRefusals' | 'signingKeyEvents' | 'keyRingFailures';
type Catalogue<Metric extends string> = Readonly<Record<Metric, MetricDescription>>;

const described = (name: string, unit: string, description: string): MetricDescription =>
  Object.freeze({ name: `jwt_guard.${name}`, unit, description });

/** Every metric of a verifier. Names, units and attributes are stable; new ones may be added in a minor release. */
export const verifierMetrics: Catalogue<VerifierMetric> = Object.freeze({
  decisions: described('decisions', '{decision}', 'Tokens accepted, and requests refused.'),
  confusionAttempts: described(
    'algorithm_confusion_attempts',
    '{attempt}',
    'Tokens that wanted to be believed unsigned, or by a public key as a shared secret.',
  ),
  verificationDuration: described('verification.duration', 's', 'How long verifying a token took.'),
  keyFetches: described('key_fetches', '{fetch}', 'Fetches of key sets.'),
  keyFetchDuration: described('key_fetch.duration', 's', 'How long fetching a key set took, discovery included.'),
  keyChanges: described('key_changes', '{key}', 'Keys that an issuer has added to its set, or removed from it.'),
  staleKeyUses: described('stale_key_uses', '{use}', 'Key sets used past their time, once after each failed fetch.'),
  issuerLookupFailures: described(
    'issuer_lookup_failures',
    '{failure}',
    'Failures of the function that finds issuers.',
  ),
  unknownRevocations: described(
    'revocation.unknown_verdicts',
    '{verdict}',
    'Tokens of which the revocation store could not tell.',
  ),
  keysAge: described('keys.age', 's', 'Time since the keys of an issuer were loaded.'),
  keysUsableFor: described('keys.usable_for', 's', 'How long these keys can serve without newer ones.'),
  keysState: described('keys.state', '{issuer}', 'Issuers, by the state of their keys.'),
  revocationLag: described('revocation.lag', 's', 'Time since the source of revocations was last heard.'),
  revocationEntries: described('revocation.entries', '{entry}', 'Revocations held in memory.'),
  revocationState: described('revocation.state', '{store}', '1 for the state of the revocation store, 0 for others.'),
});

/** Every metric of an issuer. */
export const issuerMetrics: Catalogue<IssuerMetric> = Object.freeze({
  sessionEvents: described('session_events', '{event}', 'What became of sessions and their refresh tokens.'),
  tokenRequestRefusals: described('token_request_refusals', '{request}', 'Requests that the issuer has refused.'),
  signingKeyEvents: described('signing_key_events', '{event}', 'Signing keys and secrets that changed their state.'),
  keyRingFailures: described('key_ring_failures', '{failure}', 'Key rings that could not be read or changed.'),
});
