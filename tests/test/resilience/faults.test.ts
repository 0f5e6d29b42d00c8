import { faults } from '@jwt-guard/testing/identity-provider';
import { runScenarios, scenarios } from '../../src/resilience/run-scenarios.js';
import type { ScenarioResult } from '../../src/resilience/scenario.js';

type Expected = Pick<ScenarioResult, 'answers' | 'fetches' | 'afterwards'>;
type Row = Readonly<Partial<Record<'jwksUri' | 'discovery', { readonly warm: Expected; readonly cold: Expected }>>>;

const fine = '200 × 1';
const refused = (reason: string) => `200 × 8, 401 ${reason} × 66`;

/** Served by the keys at hand until they are 70 minutes old; a try each minute from the eighth on. Each try is so many fetches. */
const outage = (fetchesATry: number, retryAfterSeconds = 1) => ({
  warm: { answers: '200 × 69, 503 × 5', fetches: 63 * fetchesATry, afterwards: fine },
  cold: { answers: '503 × 100', fetches: fetchesATry, afterwards: fine, retryAfterSeconds },
});
/** Two tries: a real time limit each. */
const withheld = (fetchesATry: number) => ({
  warm: { answers: '200 × 29, 503 × 5', fetches: 2 * fetchesATry, afterwards: fine },
  cold: { answers: '503 × 100', fetches: fetchesATry, afterwards: fine, retryAfterSeconds: 1 },
});
/** A refresh each eight minutes and a bit, and nothing else. */
const harmless = (fetchesATry: number) => ({
  warm: { answers: '200 × 74', fetches: 8 * fetchesATry, afterwards: fine },
  cold: { answers: '200 × 100', fetches: fetchesATry, afterwards: fine },
});
/** Refused from the first refresh on; a token whose key is missing may cause a fetch, within the budget. */
const missing = (fetchesATry: number) => ({
  warm: { answers: refused('key_not_found'), fetches: 63 * fetchesATry, afterwards: fine },
  cold: { answers: '401 key_not_found × 100', fetches: 2 * fetchesATry, afterwards: fine },
});
const reused = (fetchesATry: number) => ({
  warm: {
    answers: refused('signature_mismatch'),
    fetches: 8 * fetchesATry,
    afterwards: '401 signature_mismatch × 1', // Until the next refresh.
  },
  cold: {
    answers: '401 signature_mismatch × 100',
    fetches: fetchesATry,
    afterwards: '401 signature_mismatch × 1',
  },
});

/** The first load asks for metadata and keys, a later try in vain for both documents of the metadata, and for the keys where they were. */
const withoutMetadata = (kind: (fetchesATry: number) => ReturnType<typeof outage>, tries: number): Row => {
  const { warm, cold } = kind(2);
  return { jwksUri: kind(1), discovery: { warm: { ...warm, fetches: 2 + 3 * (tries - 1) }, cold } };
};
const outageOfAll = (retryAfterSeconds = 1): Row =>
  withoutMetadata((fetchesATry) => outage(fetchesATry, retryAfterSeconds), 63);
const withheldAll = withoutMetadata(withheld, 2);

/** By discovery a try asks for metadata and keys. */
const both = (kind: (fetchesATry: number) => NonNullable<Row['jwksUri']>): Row => ({
  jwksUri: kind(1),
  discovery: kind(2),
});
const expected: Readonly<Record<keyof typeof faults, readonly [ids: string, Row]>> = {
  slowHeaders: ['K2, K3, D-06', withheldAll],
  slowBody: ['K2, K3, D-06', withheldAll],
  hanging: ['K2, K3, A5, D-06', withheldAll],
  truncated: ['K2, K5, D-13', outageOfAll()],
  connectionReset: ['K5, K8, A5, D-04', outageOfAll()],
  html: ['K2, D-13', outageOfAll()],
  wrongContentType: ['K2, D-13', outageOfAll()],
  gzipBomb: ['K2, A2, D-09', outageOfAll()],
  notModified: [
    'K2, K3', // Nobody has sent a validator for the metadata; the keys are the same still.
    {
      jwksUri: { ...harmless(1), cold: outage(1).cold },
      discovery: { warm: { ...harmless(2).warm, fetches: 2 + 3 * 62 }, cold: outage(2).cold },
    },
  ],
  notFound: ['K5', outageOfAll()],
  tooManyRequests: ['K5, K8, D-12', outageOfAll(30)],
  serverError: ['K5, K7, D-02, D-04', outageOfAll()],
  redirect: ['K2, D-10', outageOfAll()],
  tooManyKeys: ['K2, A2, D-14', both(outage)],
  oneBadKey: ['K2, J8', both(harmless)],
  emptySet: ['K2, K5, D-18', both(outage)],
  octKey: ['J8', both(harmless)],
  duplicateKid: ['J9', both(missing)],
  keyRemoved: ['K4', both(missing)],
  kidReused: ['K4', both(reused)],
  issuerMismatch: ['K1', { discovery: outage(2) }],
  movedJwksUri: ['K1', { jwksUri: outage(1), discovery: harmless(2) }],
};

/** The scenarios that wait do so together; in real time they need 20 seconds. */
const allScenariosMs = 120_000;

let results: readonly ScenarioResult[];

beforeAll(async () => {
  results = await runScenarios();
}, allScenariosMs);

const cases = Object.entries(expected).flatMap(([name, [ids, row]]) => {
  const { name: fault } = faults[name as keyof typeof faults]();
  return Object.entries(row).flatMap(([keysBy, starts]) =>
    Object.entries(starts).map(([start, answers]) => ({ ids, fault, keysBy, start, answers })),
  );
});

it.each(cases)('$ids · keeps its answers, $start, by $keysBy: $fault', ({ fault, keysBy, start, answers }) => {
  const result = results.find((each) => each.fault === fault && each.keysBy === keysBy && each.start === start);
  expect(result).toMatchObject(answers);
});

it.each(['slow headers', 'slow body', 'hanging'])(
  'K3 · accepts tokens while the answer to a refresh is withheld: %s',
  (fault) => {
    const warm = results.filter((result) => result.fault === fault && result.start === 'warm');
    // Ten while the first refresh hung, and ten an hour later, while another did.
    expect(warm.map(({ acceptedMeanwhile }) => acceptedMeanwhile)).toEqual([20, 20]);
  },
);

it('plays every fault of the catalogue, each way that it can be played', () => {
  expect(results).toHaveLength(scenarios.length);
  expect(cases).toHaveLength(scenarios.length);
});
