import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import type { JwtVerifier, RevocationStore } from '@jwt-guard/core';
import { createLocalIssuer } from '@jwt-guard/testing';
import type { ForgedToken, LocalIssuer, TokenOptions } from '@jwt-guard/testing';
import { createLocalJWKSet, jwtVerify } from 'jose';

import { ecdsaTwinOf, twinsOf } from '../../src/corpus/token-twins.js';
import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { corpus } = useTokenCorpus();
const nowSeconds = 1_800_000_000;

interface World {
  readonly store: MemoryRevocationStore;
  readonly verifier: JwtVerifier;
  readonly issuer: string;
  readonly tokenFor: (claims?: TokenOptions['claims']) => string;
  /** All are refused, on every application, and a token of somebody else is not. */
  readonly refuse: (tokens: readonly ForgedToken[]) => Promise<void>;
  readonly accept: (...tokens: readonly string[]) => Promise<void>;
}

/** A verifier that asks a store of its own, whose clock may be moved. */
function revocable(clock?: () => number): World {
  const { target, refuseAll, acceptAll } = corpus();
  const { issuer } = target;
  const store = new MemoryRevocationStore({ clock: clock ?? target.clock });
  const verifier = createJwtVerifier({ ...trust(), revocation: store });
  const tokenFor: World['tokenFor'] = (claims = {}) =>
    target.tokenFor({ claims: { sub: 'alice', client_id: 'web', sid: 's', jti: 'j', ...claims } });
  const good = target.tokenFor({ subject: 'bob', clientId: 'cli' });
  return {
    store,
    verifier,
    issuer,
    tokenFor,
    refuse: (tokens) => refuseAll({ verifier, tokens, good }),
    accept: (...tokens) =>
      acceptAll(
        verifier,
        tokens.map((token) => ({ variant: 'good', token })),
      ),
  };
}

describe('a revoked token', () => {
  it('L-01 · is refused by the next request', async () => {
    const { store, issuer, tokenFor, refuse, accept } = revocable();
    const token = tokenFor();
    await accept(token);
    await store.revokeToken({ issuer, jti: 'j', expiresAt: nowSeconds + 300 });
    await refuse([{ variant: 'revoked', token }]);
    await accept(tokenFor({ jti: 'another' }));
  });

  it('L-02, A-24 · is refused in every spelling, and by its other signature, which jose accepts', async () => {
    const { store, issuer, tokenFor, refuse, accept } = revocable();
    const token = tokenFor();
    const { kid } = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()) as { kid: string };
    const jwks = { keys: corpus().target.jwks.keys.filter((key) => key.kid === kid) };
    await expect(
      jwtVerify(ecdsaTwinOf(token), createLocalJWKSet(jwks as never), { currentDate: new Date(nowSeconds * 1000) }),
    ).resolves.toBeDefined();
    await accept(token, ecdsaTwinOf(token));
    await store.revokeToken({ issuer, jti: 'j' });
    await refuse([{ variant: 'itself', token }, ...twinsOf(token)]);
    await refuse([{ variant: 'signed anew', token: tokenFor() }]);
  });

  it('L-02 · has twins of every kind in this test', () => {
    const twins = twinsOf(revocable().tokenFor());
    expect(twins.length).toBeGreaterThanOrEqual(20);
    expect(new Set(twins.map(({ token }) => token)).size).toBe(twins.length);
    expect(twins.filter(({ variant }) => variant.endsWith('trailing bits'))).not.toEqual([]);
  });

  it('C-09 · may have an exp with a fraction', async () => {
    const { store, issuer, tokenFor, refuse, accept } = revocable();
    const token = tokenFor({ exp: nowSeconds + 300.5 });
    await accept(token);
    await store.revokeToken({ issuer, jti: 'j', expiresAt: nowSeconds + 300.5 });
    await refuse([{ variant: 'revoked', token }]);
  });

  it('C-39 · must have a jti that is text', async () => {
    const { tokenFor, refuse } = revocable();
    const tokens = [undefined, null, 1, '', [], {}, true].map((jti) => ({
      variant: `jti ${JSON.stringify(jti)}`,
      token: tokenFor({ jti }),
    }));
    await refuse(tokens);
  });

  it('L-17 · is not accepted from memory: the store is asked each time', async () => {
    const { target } = corpus();
    let asked = 0;
    const revoked = new Set<string>();
    const store: RevocationStore = {
      maxLifetimeSeconds: 3_600,
      check: ({ jti = '' }) => {
        asked += 1;
        return Promise.resolve(revoked.has(jti) ? 'revoked' : 'ok');
      },
    };
    const verifier = createJwtVerifier({ ...trust(), revocation: store });
    const token = target.tokenFor({ claims: { jti: 'j' } });
    await corpus().acceptAll(verifier, [{ variant: 'good', token }]);
    expect(asked).toBe(4);
    revoked.add('j');
    await corpus().refuseAll({ verifier, tokens: [{ variant: 'revoked', token }], good: target.tokenFor() });
  });
});

describe('a watermark', () => {
  const byLevel: readonly (readonly [string, (store: MemoryRevocationStore, issuer: string) => Promise<void>])[] = [
    ['subject', (store, issuer) => store.revokeSubject({ issuer, subject: 'alice' })],
    ['client', (store, issuer) => store.revokeClient({ issuer, clientId: 'web' })],
    ['issuer', (store, issuer) => store.revokeIssuer({ issuer })],
  ];

  it.each(byLevel)('L-03 · by %s refuses what was issued until now, and nothing later', async (_level, revoke) => {
    const { store, verifier, issuer, tokenFor, accept } = revocable();
    const tokens = [0, -1, -200].map((ago) => ({ variant: `${ago} s`, token: tokenFor({ iat: nowSeconds + ago }) }));
    await corpus().acceptAll(verifier, tokens);
    await revoke(store, issuer);
    const later = tokenFor({ iat: nowSeconds + 1 });
    await corpus().refuseAll({ verifier, tokens, good: later });
    await accept(later);
  });

  it('L-05 · counts where it is strictest, whatever came last', async () => {
    let seconds = nowSeconds;
    const { store, issuer, tokenFor, refuse, accept } = revocable(() => seconds * 1_000);
    const token = tokenFor({ iat: nowSeconds - 100 });
    for (const [at, revoke] of [
      [-200, () => store.revokeClient({ issuer, clientId: 'web' })],
      [-150, () => store.revokeIssuer({ issuer })],
    ] as const) {
      seconds = nowSeconds + at;
      await revoke();
      await accept(token);
    }
    seconds = nowSeconds - 50;
    await store.revokeSubject({ issuer, subject: 'alice' });
    seconds = nowSeconds - 300;
    await store.revokeIssuer({ issuer });
    await store.revokeClient({ issuer, clientId: 'web' });
    seconds = nowSeconds;
    await refuse([{ variant: 'by its subject', token }]);
    await accept(tokenFor({ iat: nowSeconds - 49 }));
  });

  it('L-06 · stands in for a token version: older, without one, or with one that is no number is refused', async () => {
    const { store, issuer, tokenFor, refuse, accept } = revocable();
    await store.revokeSubject({ issuer, subject: 'alice' });
    const wrong = [
      nowSeconds - 1,
      nowSeconds,
      undefined,
      null,
      Number.NaN,
      String(nowSeconds + 1),
      [nowSeconds + 1],
      true,
    ];
    await refuse(wrong.map((iat) => ({ variant: `iat ${String(iat)}`, token: tokenFor({ iat }) })));
    await accept(tokenFor({ iat: nowSeconds + 1 }));
  });

  it('L-07 · by its session refuses every token of it, those too that come later', async () => {
    const { store, issuer, tokenFor, refuse, accept } = revocable();
    await store.revokeSession({ issuer, sessionId: 's' });
    const times = [nowSeconds - 200, nowSeconds, nowSeconds + 5];
    await refuse(times.map((iat) => ({ variant: String(iat), token: tokenFor({ iat, jti: String(iat) }) })));
    await accept(tokenFor({ sid: 'another' }));
  });
});

describe('what one issuer revokes', () => {
  it('C-41, M-14 · revokes nothing of another, by any level', async () => {
    const { target, refuseAll, acceptAll } = corpus();
    const { issuer, audience, jwks, clock } = target;
    const other = createLocalIssuer({ issuer: 'https://other.test', audience, clock });
    const store = new MemoryRevocationStore({ clock });
    const verifier = createJwtVerifier({
      clock,
      issuers: [
        { issuer, audience, jwks },
        { issuer: other.issuer, audience, jwks: other.jwks },
      ],
      revocation: store,
    });
    const claims = { sub: 'alice', client_id: 'web', sid: 's', jti: 'j' };
    await store.revokeToken({ issuer: other.issuer, jti: 'j' });
    await store.revokeSession({ issuer: other.issuer, sessionId: 's' });
    await store.revokeSubject({ issuer: other.issuer, subject: 'alice' });
    await store.revokeClient({ issuer: other.issuer, clientId: 'web' });
    await store.revokeIssuer({ issuer: other.issuer });
    const good = target.tokenFor({ claims });
    await acceptAll(verifier, [{ variant: 'the same names', token: good }]);
    await refuseAll({ verifier, tokens: [{ variant: 'its own', token: other.tokenFor({ claims }) }], good });
  });
});

describe('a store that fails', () => {
  const redisErrors = [
    'connect ECONNREFUSED 127.0.0.1:6379',
    'READONLY You cannot write against a read only replica.',
    'LOADING Redis is loading the dataset in memory',
    'CLUSTERDOWN The cluster is down',
    'MOVED 1 127.0.0.1:7000',
    'NOAUTH Authentication required.',
    'WRONGTYPE Operation against a key holding the wrong kind of value',
  ];
  const garbage = [undefined, null, true, false, 0, 1, '', 'OK', 'Revoked', {}, [], { revoked: false }];
  const answering = (check: () => unknown, whenUnknown?: 'allow'): JwtVerifier => {
    const store = { maxLifetimeSeconds: 86_400, check } as never;
    return createJwtVerifier({ ...trust(), revocation: { store, ...(whenUnknown && { whenUnknown }) } });
  };
  const unavailable = async (check: () => unknown): Promise<void> => {
    const { target, refuseAll } = corpus();
    const tokens = [{ variant: 'good', token: target.tokenFor() }];
    await refuseAll({ verifier: answering(check), expected: 'store_unavailable', tokens, good: undefined });
  };

  it.each(redisErrors)('L-11 · is 503, and no handler runs: %s', async (message) => {
    await unavailable(() => Promise.reject(new Error(message)));
  });

  it('L-11 · is 503 where it throws at once, and says that it cannot tell', async () => {
    await unavailable(() => {
      throw new Error('The client is closed');
    });
    await unavailable(() => 'unknown');
  });

  it.each(garbage)('L-13 · is 503 where it answers %j', async (answer) => {
    await unavailable(() => answer);
    await unavailable(() => Promise.resolve(answer));
  });

  it('L-11 · is passed over only where that was asked for, and the operators are told', async () => {
    const verifier = answering(() => Promise.reject(new Error('ECONNREFUSED')), 'allow');
    const told: unknown[] = [];
    verifier.on('revocationUnknown', (event) => told.push(event));
    await corpus().acceptAll(verifier, [{ variant: 'good', token: corpus().target.tokenFor() }]);
    expect(told).toHaveLength(4);
    expect(told[0]).toMatchObject({ policy: 'allow' });
  });
});

function trust(): Pick<LocalIssuer, 'issuer' | 'audience' | 'jwks' | 'clock'> {
  const { issuer, audience, jwks, clock } = corpus().target;
  return { issuer, audience, jwks, clock };
}
