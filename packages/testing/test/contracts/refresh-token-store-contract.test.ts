import { MemoryRefreshTokenStore, rotationVerdict } from '@jwt-guard/issuer';
import type { RefreshTokenStore, RotationDecision } from '@jwt-guard/issuer';
import { refreshTokenStoreContract } from '@jwt-guard/testing/contracts';
import type { ContractCase } from '@jwt-guard/testing/contracts';

import { createReferenceStore } from './reference-refresh-token-store.js';
import type { Faults } from './reference-refresh-token-store.js';

let now = 1_800_000_000_000;
const clock = (): number => now;
const advance = (milliseconds: number): void => {
  now += milliseconds;
};

describe('refreshTokenStoreContract', () => {
  it.each(refreshTokenStoreContract({ create: () => new MemoryRefreshTokenStore({ clock }), advance }))(
    'T7, T8, T9, T10, T11, T12, T14, L-22, L-23, L-25, L-27, L-29, L-30, L-31, L-38 · memory: $name',
    ({ run }) => run(),
  );

  it.each(refreshTokenStoreContract(() => new MemoryRefreshTokenStore()))(
    'T7, T8, T9, T10, T11, T12, T14 · memory, by the real clock: $name',
    ({ run }) => run(),
  );

  it.each(refreshTokenStoreContract({ create: () => createReferenceStore(clock), advance }))(
    'T7, T8, T9, T10, T11, T12, T14 · reference: $name',
    ({ run }) => run(),
  );
});

async function complaintsOf(contract: readonly ContractCase[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of contract) await run().catch(() => failed.push(name));
  return failed;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const faults: readonly { readonly title: string; readonly fault: Faults; readonly caughtBy: string }[] = [
  {
    title: 'T7, T10 · a store that checks, then acts',
    fault: { between: nextTurn },
    caughtBy: 'T10 · answers 50 rotations of one token at once with one successor',
  },
  {
    title: 'T14 · a store whose rotation brings a revoked session back',
    fault: { between: nextTurn },
    caughtBy: 'T14 · is final, whatever rotates at the same time',
  },
  {
    title: 'T8 · a store that extends grace by each replay',
    fault: {
      decide: (record, request, nowMs) => {
        const decision = rotationVerdict(record, request, nowMs);
        if (decision.verdict.outcome !== 'replayed') return decision;
        return { ...decision, record: { ...decision.record, rotatedAtMs: nowMs } };
      },
    },
    caughtBy: 'T8, L-25 · does not extend grace by a replay',
  },
  {
    title: 'T8 · a store that mints another successor for each replay',
    fault: {
      decide: (record, request, nowMs): RotationDecision => {
        const decision = rotationVerdict(record, request, nowMs);
        if (decision.verdict.outcome !== 'replayed') return decision;
        const counter = record.counter + 1;
        return { verdict: { ...decision.verdict, counter }, record: { ...record, counter } };
      },
    },
    caughtBy: 'T8, L-25 · gives the parent within grace the same successor, with its secret, and changes nothing',
  },
  {
    title: 'T9 · a store with grace for every ancestor',
    fault: {
      decide: (record, request, nowMs) => {
        const counter = request.counter < record.counter ? record.counter - 1 : request.counter;
        return rotationVerdict(record, { ...request, counter }, nowMs);
      },
    },
    caughtBy: 'T9, L-25 · has no grace for the grandparent',
  },
  {
    title: 'T8 · a store that gives grace to everybody',
    fault: {
      decide: (record, request, nowMs) => {
        const { clientId, keyThumbprint } = record.session;
        const holder = { clientId, ...(keyThumbprint !== undefined && { keyThumbprint }) };
        const isBehind = request.counter < record.counter;
        return rotationVerdict(record, isBehind ? { ...request, ...holder } : request, nowMs);
      },
    },
    caughtBy: 'T9, L-30 · calls the parent within grace reused, when another client or another key presents it',
  },
  {
    title: 'T11 · a store that calls a lost write a theft',
    fault: {
      decide: (record, request, nowMs) =>
        rotationVerdict(record, request.counter > record.counter ? { ...request, counter: -1 } : request, nowMs),
    },
    caughtBy: 'T11 · goes beyond a token that is ahead, as after a lost write, and goes on from there',
  },
  {
    title: 'T9 · a store that forgets a session when it is revoked',
    fault: { forgetful: true },
    caughtBy: 'T9, L-38 · recognises a reuse for as long as the session could have lived',
  },
  {
    title: 'T14 · a store that lets the idle expiry slide beyond the absolute one',
    fault: {
      decide: (record, request, nowMs) => {
        const expiresAtMs = nowMs + request.idleLifetimeMs;
        return rotationVerdict({ ...record, session: { ...record.session, expiresAtMs } }, request, nowMs);
      },
    },
    caughtBy: 'T14 · slides the idle expiry by a rotation, within the absolute one, which stays',
  },
];

describe('refreshTokenStoreContract', () => {
  it.each(faults)('$title is caught', async ({ fault, caughtBy }) => {
    const create = (): RefreshTokenStore => createReferenceStore(clock, fault);
    expect(await complaintsOf(refreshTokenStoreContract({ create, advance }))).toContain(caughtBy);
  });

  it('leaves out the cases that need hours when the clock is real', () => {
    const names = (contract: readonly ContractCase[]): number => new Set(contract.map(({ name }) => name)).size;
    const create = (): RefreshTokenStore => new MemoryRefreshTokenStore({ clock });
    const [all, some] = [refreshTokenStoreContract({ create, advance }), refreshTokenStoreContract(create)];
    expect(names(all)).toBe(all.length);
    expect(names(some)).toBeLessThan(all.length);
  });

  it('spreads over two handles, and closes each', async () => {
    const opened: RefreshTokenStore[] = [];
    const closed: RefreshTokenStore[] = [];
    const contract = refreshTokenStoreContract({
      create: () => {
        const store = createReferenceStore(clock);
        opened.push(store);
        return store;
      },
      reopen: (store) => {
        const twin = { ...store };
        opened.push(twin);
        return twin;
      },
      close: (store) => void closed.push(store),
      advance,
    });
    for (const { run } of contract) await run();
    expect(opened).toHaveLength(2 * contract.length);
    expect(new Set(closed)).toEqual(new Set(opened));
    expect(closed).toHaveLength(opened.length);
  });
});
