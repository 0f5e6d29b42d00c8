import { decodeJwt } from 'jose';

import type { RefreshSession, RefreshTokenStore } from '@jwt-guard/issuer';

import { createWorld, refusal, startMs, told } from './world.js';

describe('ending sessions', () => {
  it('T14, L-07, L-29 · ends one: its refresh token and its access tokens are refused, also by a restarted service', async () => {
    const world = await createWorld();
    const issued = await world.tokens.start({ subject: 'alice' });
    const other = await world.tokens.start({ subject: 'alice' });
    await world.tokens.revokeSession(issued.session.id);
    expect(world.revocation.refuses(issued)).toBe(true);
    expect(world.revocation.refuses(other)).toBe(false);
    expect(await refusal(world.create().rotate(issued.refreshToken))).toMatchObject({ reason: 'revoked' });
    expect(told(world)).toEqual(['sessionStarted', 'sessionStarted', 'sessionRevoked']);
  });

  it('L-29 · ends all of a subject but one: the password change', async () => {
    const world = await createWorld();
    const { tokens, revocation } = world;
    const [kept, ...others] = await Promise.all([1, 2, 3].map(() => tokens.start({ subject: 'alice' })));
    const bob = await tokens.start({ subject: 'bob' });
    await tokens.revokeSubject('alice', { exceptSession: kept?.session.id as string });
    expect(others.every((issued) => revocation.refuses(issued))).toBe(true);
    expect(await tokens.list('alice')).toEqual([kept?.session]);
    expect(revocation.refuses(bob)).toBe(false);
    const next = await tokens.rotate(kept?.refreshToken);
    expect(revocation.refuses(next)).toBe(false);
    for (const { refreshToken } of others)
      expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ code: 'invalid_grant', reason: 'revoked' });
  });

  it('L-29 · lets a login after it in, within the same second too', async () => {
    const { tokens, revocation } = await createWorld();
    const before = await tokens.start({ subject: 'alice' });
    await tokens.revokeSubject('alice');
    const after = await tokens.start({ subject: 'alice' });
    expect(revocation.refuses(before)).toBe(true);
    expect(revocation.refuses(after)).toBe(false);
    expect(after.accessToken.issuedAt).toBe(startMs / 1_000 + 1);
    expect(revocation.refuses(await tokens.rotate(after.refreshToken))).toBe(false);
  });

  it('L-29 · ends a login that slips in while all are being ended', async () => {
    const world = await createWorld();
    await world.tokens.start({ subject: 'alice' });
    let late: Promise<{ refreshToken: string }> | undefined;
    const revocation = {
      ...world.revocation,
      revokeSubject: async (subject: { issuer: string; subject: string }) => {
        late ??= world.tokens.start({ subject: 'alice' });
        await late;
        await world.revocation.revokeSubject(subject);
      },
    };
    await world.create({ revocation }).revokeSubject('alice');
    expect(await refusal(world.tokens.rotate((await late)?.refreshToken))).toMatchObject({ reason: 'revoked' });
  });

  it('L-07 · refuses the access token of a refresh that all-ending overtakes', async () => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice' });
    let overtaken = false;
    const overtaking = {
      ...world.revocation,
      watermark: async (token: { issuer: string; subject?: string }) => {
        if (!overtaken) {
          overtaken = true;
          await world.tokens.revokeSubject('alice');
        }
        return world.revocation.watermark(token);
      },
    };
    const racing = world.create({ revocation: overtaking });
    expect(await refusal(racing.rotate(refreshToken))).toMatchObject({ code: 'invalid_grant', reason: 'revoked' });
  });

  it('L-07 · refuses the access token that was being signed meanwhile', async () => {
    const world = await createWorld();
    const { refreshToken, session } = await world.tokens.start({ subject: 'alice' });
    const racing = world.create({
      authorize: async () => {
        await world.tokens.revokeSession(session.id);
        return {};
      },
    });
    expect(world.revocation.refuses(await racing.rotate(refreshToken))).toBe(true);
  });

  it('L-07 · goes beyond a watermark that leaves the session alive', async () => {
    const { tokens, revocation } = await createWorld();
    const { refreshToken, session } = await tokens.start({ subject: 'alice' });
    await revocation.revokeSubject(session);
    const next = await tokens.rotate(refreshToken);
    expect(next.accessToken.issuedAt).toBe(startMs / 1_000 + 1);
    expect(revocation.refuses(next)).toBe(false);
  });

  it('L-29 · ends all sessions of a client, however many', async () => {
    const { tokens, revocation } = await createWorld();
    const issued = await Promise.all(
      Array.from({ length: 40 }, (_, index) => tokens.start({ subject: `user-${index}`, clientId: 'phone' })),
    );
    const web = await tokens.start({ subject: 'user-1' });
    await tokens.revokeClient('phone');
    expect(issued.every((one) => revocation.refuses(one))).toBe(true);
    expect(await tokens.list('user-1')).toEqual([web.session]);
  });

  it('L-27 · ends a session that is just being stored', async () => {
    const { tokens, store } = await createWorld();
    const id = 'A'.repeat(22);
    await tokens.revokeSession(id);
    const login = { id, issuer: 'i', subject: 's', clientId: 'c', scopes: [], audience: ['a'], secretId: 's1' };
    await expect(store.start({ ...login, lifetimeMs: 1e6, idleLifetimeMs: 1e6 })).rejects.toThrow('exists');
  });

  it.each(['', 'x', 'A'.repeat(23), `${'A'.repeat(21)}B`, undefined])('ignores what is no session: %j', async (id) => {
    const { tokens, revocation } = await createWorld();
    await tokens.revokeSession(id as string);
    expect(revocation.calls).toEqual([]);
  });

  it('L-29 · ends a session for its own subject alone, and once more where that did not come to an end', async () => {
    const { tokens, revocation } = await createWorld();
    const alice = await tokens.start({ subject: 'alice' });
    await tokens.revokeSession(alice.session.id, { subject: 'bob' });
    await tokens.revokeSession('A'.repeat(22), { subject: 'alice' });
    expect(revocation.calls).toEqual([]);
    await tokens.revokeSession(alice.session.id, { subject: 'alice' });
    expect(revocation.refuses(alice)).toBe(true);
    const { length } = revocation.calls;
    await tokens.revokeSession(alice.session.id, { subject: 'alice' });
    expect(revocation.calls.length).toBeGreaterThan(length);
  });

  it.each([{}, { subject: undefined }, { subject: '' }])('ends no session for %j', async (by) => {
    const { tokens, revocation } = await createWorld();
    const { session } = await tokens.start({ subject: 'alice' });
    await expect(tokens.revokeSession(session.id, by as never)).rejects.toMatchObject({ claim: 'sub' });
    expect(revocation.calls).toEqual([]);
  });

  it('works without a place to revoke access tokens', async () => {
    const { tokens, create } = await createWorld();
    await tokens.revokeSubject('nobody');
    const bare = create({ revocation: undefined } as never);
    const { refreshToken } = await bare.start({ subject: 'alice' });
    await bare.rotate(refreshToken);
    await bare.revokeSubject('alice');
    await bare.revokeClient('web');
    expect(await refusal(bare.rotate(refreshToken))).toMatchObject({ reason: 'revoked' });
  });
});

describe('authorize', () => {
  it('L-29 · ends the session of a disabled user for good', async () => {
    const disabled = new Set<string>();
    const world = await createWorld({
      authorize: ({ subject }: RefreshSession) => (disabled.has(subject) ? null : {}),
    });
    const issued = await world.tokens.start({ subject: 'alice' });
    disabled.add('alice');
    expect(await refusal(world.tokens.rotate(issued.refreshToken))).toMatchObject({
      code: 'invalid_grant',
      reason: 'refused',
    });
    disabled.clear();
    expect(await refusal(world.tokens.rotate(issued.refreshToken))).toMatchObject({ reason: 'revoked' });
    expect(world.revocation.refuses(issued)).toBe(true);
  });

  it('L-29 · refuses the login of a disabled user, and leaves no session', async () => {
    const { tokens } = await createWorld({ authorize: () => null });
    expect(await refusal(tokens.start({ subject: 'alice' }))).toMatchObject({ reason: 'refused' });
    expect(await tokens.list('alice')).toEqual([]);
  });

  it('L-31 · adds claims, and narrows scopes, never widens them', async () => {
    const { tokens } = await createWorld({
      authorize: () => Promise.resolve({ claims: { roles: ['editor'] }, scopes: ['a', 'admin'] }),
    });
    const { accessToken, scopes, session } = await tokens.start({ subject: 'alice', scopes: ['a', 'b'] });
    expect(decodeJwt(accessToken.token)).toMatchObject({ roles: ['editor'], scope: 'a' });
    expect(scopes).toEqual(['a']);
    expect(session.scopes).toEqual(['a', 'b']);
  });

  it('refuses an answer that is none', async () => {
    const { tokens } = await createWorld({ authorize: () => undefined as never });
    expect(await refusal(tokens.start({ subject: 'alice' }))).toMatchObject({ code: 'invalid_option' });
  });
});

describe('createRefreshTokens', () => {
  it.each([
    [{ issuer: undefined }, 'issuer'],
    [{ store: {} as RefreshTokenStore }, 'store'],
    [{ secrets: { current: 1 } }, 'secrets'],
    [{ revocation: {} }, 'revocation'],
    [{ authorize: true }, 'authorize'],
    [{ grace: 61 }, 'grace'],
    [{ grace: -1 }, 'grace'],
    [{ grace: Number.NaN }, 'grace'],
    [{ idleTtl: '91d' }, 'idleTtl'],
    [{ absoluteTtl: '401d' }, 'absoluteTtl'],
    [{ idleTtl: 0 }, 'idleTtl'],
    [{ unknown: 1 }, 'unknown'],
  ])('T8 · refuses wrong options at creation: %j', async (change, option) => {
    const { create } = await createWorld();
    expect(() => create(change as never)).toThrow(expect.objectContaining({ code: 'invalid_option', option }) as Error);
  });
});
