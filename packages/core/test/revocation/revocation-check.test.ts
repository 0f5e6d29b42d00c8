import { createRevocationCheck } from '../../src/revocation/revocation-check.js';
import type { UnknownListener } from '../../src/revocation/revocation-check.js';
import { readRevocationOptions } from '../../src/revocation/revocation-options.js';
import type { UnknownPolicy } from '../../src/revocation/revocation-options.js';
import type { RevocableToken, RevocationLevel, RevocationStore } from '../../src/revocation/revocation-store.js';
import type { VerifiedToken } from '../../src/token/verified-token.js';
import { errorWith, thrownBy } from '../support/expectations.js';
import { refusal } from '../support/refusal.js';

const issuer = 'https://auth.example.com';
const verified = { issuer, jti: 'j', sessionId: 's', subject: 'alice', clientId: 'web' } as VerifiedToken;
const outage = new Error('ECONNREFUSED');

/** A store that answers as it is told. */
function storeOf(check: () => unknown, more: object = {}): RevocationStore {
  return { maxLifetimeSeconds: 600, check: check as RevocationStore['check'], ...more };
}

/** What becomes of a token: 'accepted', or the error; and what the operators were told. */
async function outcomeOf(
  store: RevocationStore,
  whenUnknown: UnknownPolicy = 'deny',
  timeout?: number,
): Promise<{ readonly outcome: unknown; readonly told: readonly unknown[] }> {
  const told: unknown[] = [];
  const onUnknown: UnknownListener = (unknown) => told.push(unknown);
  const check = createRevocationCheck(readRevocationOptions({ store, whenUnknown }), onUnknown, timeout);
  const outcome = await (async () => check.requireUnrevoked(verified, 1_000))().then(
    () => 'accepted',
    (error: unknown) => error,
  );
  return { outcome, told };
}

const failures: readonly (readonly [name: string, check: () => unknown, error: unknown])[] = [
  ['says that it cannot tell', () => 'unknown', undefined],
  [
    'throws',
    () => {
      throw outage;
    },
    outage,
  ],
  ['rejects', () => Promise.reject(outage), outage],
  ['promises that it cannot tell', () => Promise.resolve('unknown'), undefined],
  ...[undefined, null, true, false, 0, 1, '', 'OK', 'REVOKED', {}, [], ['ok'], Promise.resolve(null)].map(
    (garbage) =>
      [`answers garbage: ${JSON.stringify(garbage)}`, () => garbage, errorWith({ name: 'TypeError' })] as const,
  ),
];

describe('a store that answers', () => {
  it.each([
    ['at once', (verdict: string) => verdict],
    ['by a promise', (verdict: string) => Promise.resolve(verdict)],
  ])('V1 · %s: the token stands, or is revoked', async (_how, answer) => {
    expect(await outcomeOf(storeOf(() => answer('ok')))).toEqual({ outcome: 'accepted', told: [] });
    expect(await outcomeOf(storeOf(() => answer('revoked')))).toEqual({ outcome: refusal('revoked'), told: [] });
  });

  it('costs no turn of the event loop where it answers at once', () => {
    const check = createRevocationCheck(readRevocationOptions(storeOf(() => 'ok')), () => undefined);
    expect(check.requireUnrevoked(verified, undefined)).toBeUndefined();
  });

  it.each([
    [['token'], { jti: 'j' }],
    [['session'], { sessionId: 's' }],
    [['subject'], { subject: 'alice', sessionId: 's' }],
    [['client'], { clientId: 'web' }],
    [['issuer'], {}],
    [undefined, { jti: 'j', sessionId: 's', subject: 'alice', clientId: 'web' }],
  ] as const)('V1 · by the levels %j is told of the token %j', async (levels, told) => {
    const asked: RevocableToken[] = [];
    const store: RevocationStore = {
      maxLifetimeSeconds: 600,
      check: (token) => {
        asked.push(token);
        return 'ok';
      },
    };
    const settings = readRevocationOptions({
      store,
      ...(levels !== undefined && { levels: levels as readonly RevocationLevel[] }),
    });
    await createRevocationCheck(settings, () => undefined).requireUnrevoked(verified, 1_000);
    expect(asked).toEqual([{ issuer, issuedAt: 1_000, ...told }]);
    await createRevocationCheck(settings, () => undefined).requireUnrevoked({ issuer } as VerifiedToken, undefined);
    expect(asked[1]).toStrictEqual({ issuer });
  });
});

describe.each(failures)('a store that %s', (_name, check, error) => {
  const event = (policy: UnknownPolicy): object => ({ issuer, policy, ...(error !== undefined && { error }) });
  const unavailable = errorWith({
    name: 'StoreUnavailableError',
    status: 503,
    headers: { 'Cache-Control': 'no-store', 'Retry-After': '1' },
  });

  it('A5, L-11, L-13 · is a 503 by default, with its cause, and the operators are told', async () => {
    const { outcome, told } = await outcomeOf(storeOf(check));
    expect(outcome).toEqual(unavailable);
    expect((outcome as Error).cause).toEqual(error);
    expect(told).toEqual([event('deny')]);
  });

  it('V5, L-11 · is looked up at its source by the policy lookup', async () => {
    const asked: unknown[] = [];
    const lookup = (token: RevocableToken): Promise<string> => {
      asked.push(token);
      return Promise.resolve('ok');
    };
    const { outcome, told } = await outcomeOf(storeOf(check, { lookup }), 'lookup');
    expect({ outcome, told }).toEqual({ outcome: 'accepted', told: [event('lookup')] });
    expect(asked).toEqual([
      {
        issuer,
        jti: 'j',
        sessionId: 's',
        subject: 'alice',
        clientId: 'web',
        issuedAt: 1_000,
      },
    ]);
    const revoked = await outcomeOf(storeOf(check, { lookup: () => Promise.resolve('revoked') }), 'lookup');
    expect(revoked.outcome).toEqual(refusal('revoked'));
  });

  it.each(failures)('V5, L-11, L-13 · is a 503 by the policy lookup when its source %s', async (_source, lookup) => {
    expect((await outcomeOf(storeOf(check, { lookup }), 'lookup')).outcome).toEqual(unavailable);
  });

  it('L-11 · is passed over by the policy allow alone, and the operators are told', async () => {
    expect(await outcomeOf(storeOf(check), 'allow')).toEqual({ outcome: 'accepted', told: [event('allow')] });
  });
});

describe('a store that fails', () => {
  it('A5 · may say itself when to ask again', async () => {
    const { StoreUnavailableError } = await import('../../src/errors/store-unavailable-error.js');
    const later = new StoreUnavailableError({ retryAfterSeconds: 7 });
    expect((await outcomeOf(storeOf(() => Promise.reject(later)))).outcome).toBe(later);
  });

  it('A5 · is a 503 whatever it fails with, and never the 401 of the client', async () => {
    const { InvalidTokenError } = await import('../../src/errors/invalid-token-error.js');
    const cause = new InvalidTokenError('malformed');
    expect((await outcomeOf(storeOf(() => Promise.reject(cause)))).outcome).toMatchObject({ status: 503, cause });
  });

  it('A5 · is not waited for for ever', async () => {
    const { outcome } = await outcomeOf(
      storeOf(() => new Promise(() => undefined)),
      'deny',
      1,
    );
    expect(outcome).toMatchObject({ status: 503, cause: { message: 'the revocation store did not answer in time' } });
  });

  it('V6 · is a 503 when it cannot hydrate, and hydrates at once where there is nothing to load', async () => {
    const hydrate = (more: object): Promise<void> =>
      createRevocationCheck(readRevocationOptions(storeOf(() => 'ok', more)), () => undefined).hydrate();
    expect(await thrownBy(() => hydrate({ hydrate: () => Promise.reject(outage) }))).toMatchObject({
      name: 'StoreUnavailableError',
      cause: outage,
    });
    await expect(hydrate({})).resolves.toBeUndefined();
  });

  it('A5 · tells its health; one that tells nothing is taken for fresh', () => {
    const health = (more: object): unknown =>
      createRevocationCheck(readRevocationOptions(storeOf(() => 'ok', more)), () => undefined).health();
    expect(health({ health: () => ({ state: 'stale', lagSeconds: 12 }) })).toEqual({ state: 'stale', lagSeconds: 12 });
    expect(health({})).toEqual({ state: 'fresh' });
  });
});
