import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';

import { controls, createLocalIssuer, forgeries, forgeryAlgorithms } from '@jwt-guard/testing';
import type { Forgery } from '@jwt-guard/testing';

const clock = (): number => 1_800_000_000_500;
const target = createLocalIssuer({ algorithms: forgeryAlgorithms, clock });
const { issuer, audience, jwks, secret } = target;
const asymmetric = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed25519',
];

/** The variants that jose alone accepts, by issuer, audience and time. */
async function acceptedByJose({ verifier, forge }: Pick<Forgery, 'verifier' | 'forge'>): Promise<readonly string[]> {
  const algorithms = verifier === 'secret' ? ['HS256'] : asymmetric;
  const options = { issuer, audience, algorithms, clockTolerance: 10, currentDate: new Date(clock()) };
  const accepted: string[] = [];
  for (const { variant, token } of await forge(target)) {
    const verified =
      verifier === 'secret'
        ? jwtVerify(token, Buffer.from(secret), options)
        : jwtVerify(token, createLocalJWKSet(jwks as unknown as JSONWebKeySet), options);
    await verified.then(
      () => accepted.push(variant),
      () => undefined,
    );
  }
  return accepted;
}

const byId = (ids: readonly string[]) =>
  forgeries.filter(({ id }) => ids.includes(id)).map((forgery) => [forgery.id, forgery.title, forgery] as const);

const structure = [
  'S-01',
  'S-02',
  'S-03',
  'S-05',
  'S-06',
  'S-11',
  'S-13',
  'S-17',
  'S-18',
  'S-25',
  'S-26',
  'S-29',
  'S-30',
  'S-37',
  'S-38',
  'S-39',
  'S-42',
  'S-45',
];
const signatures = [
  'A-02',
  'A-03',
  'A-04',
  'A-06',
  'A-07',
  'A-08',
  'A-10',
  'A-11',
  'A-12',
  'A-14',
  'A-15',
  'A-16',
  'A-18',
  'A-19',
  'A-20',
  'A-22',
  'A-23',
  'A-26',
  'A-28',
  'A-30',
  'A-34',
  'A-35',
];
const keys = ['K-01', 'K-02', 'K-03', 'K-05', 'K-07', 'K-09', 'K-10', 'K-11', 'K-13', 'K-15', 'K-22', 'K-42'];
const claims = ['C-02', 'C-03', 'C-05', 'C-11', 'C-21', 'C-22', 'C-23', 'C-25', 'C-26', 'C-31', 'C-33'];

describe('jose, asked about the forgeries', () => {
  it.each(byId([...structure, ...signatures, ...keys, ...claims]))(
    '%s · %s: refuses all of them too',
    async (_id, _title, forgery) => {
      expect(await acceptedByJose(forgery)).toEqual([]);
    },
  );

  // Signed by the right key and refused for one reason only: that jose takes them proves the rest of them good.
  const stricter = [
    'S-14',
    'S-15',
    'S-19',
    'S-22',
    'S-23',
    'S-27',
    'S-31',
    'S-34',
    'A-31',
    'C-01',
    'C-07',
    'C-10',
    'C-14',
    'C-35',
    'C-37',
    'C-39',
    'C-42',
    'C-45',
    'C-47',
    'C-49',
    'C-50',
    'C-51',
    'C-53',
    'C-57',
    'C-58',
    'C-63',
  ];
  it.each(byId(stricter))(
    '%s · %s: accepts every variant, so that nothing else is wrong with them',
    async (_id, _title, forgery) => {
      expect(await acceptedByJose(forgery)).toEqual((await forgery.forge(target)).map(({ variant }) => variant));
    },
  );

  it.each(byId(['S-10', 'S-21', 'S-33', 'S-41', 'S-43', 'C-06', 'C-13', 'C-15', 'C-17', 'C-18', 'C-30']))(
    '%s · %s: accepts some',
    async (_id, _title, forgery) => {
      expect((await acceptedByJose(forgery)).length).toBeGreaterThan(0);
    },
  );

  it.each(controls.map((control) => [control.id, control.title, control] as const))(
    '%s · %s: accepts the controls',
    async (_id, _title, control) => {
      expect(await acceptedByJose(control)).toEqual((await control.forge(target)).map(({ variant }) => variant));
    },
  );
});
