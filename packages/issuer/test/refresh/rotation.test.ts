import { decodeJwt } from 'jose';

import { isTokenRequestError } from '@jwt-guard/issuer';

import { createWorld, refusal, startMs, told } from './world.js';

describe('start', () => {
  it('T7, I-12 · begins a session of 128 random bits, whose access token carries it as sid', async () => {
    const { tokens } = await createWorld();
    const { accessToken, refreshToken, session, scopes, refreshTokenExpiresIn } = await tokens.start({
      subject: 'alice',
      scopes: ['a', 'b', 'a'],
      device: 'Firefox on Linux',
    });
    expect(session).toEqual({
      id: session.id,
      issuer: 'https://auth.example.com',
      subject: 'alice',
      clientId: 'web',
      scopes: ['a', 'b'],
      audience: ['https://api.example.com'],
      device: 'Firefox on Linux',
      createdAtMs: startMs,
      lastUsedAtMs: startMs,
      expiresAtMs: startMs + 90 * 86_400_000,
      idleExpiresAtMs: startMs + 14 * 86_400_000,
    });
    expect(Buffer.from(session.id, 'base64url')).toHaveLength(16);
    expect(decodeJwt(accessToken.token)).toMatchObject({
      sub: 'alice',
      sid: session.id,
      scope: 'a b',
      iat: startMs / 1_000,
    });
    expect(refreshToken).toMatch(/^jgr_[A-Za-z0-9_-]{78}$/);
    expect(scopes).toEqual(['a', 'b']);
    expect(refreshTokenExpiresIn).toBe(14 * 86_400);
  });

  it.each([
    [{ subject: '' }, 'token_not_issued'],
    [{ subject: 'a\u0000' }, 'token_not_issued'],
    [{ subject: 'a', clientId: '' }, 'token_not_issued'],
    [{ subject: 'a', audience: [] }, 'token_not_issued'],
    [{ subject: 'a', scopes: ['a b'] }, 'token_not_issued'],
    [{ subject: 'a', device: 'x'.repeat(257) }, 'invalid_option'],
    [{ subject: 'a', device: 'a\nb' }, 'invalid_option'],
    [{ subject: 'a', keyThumbprint: 'short' }, 'invalid_option'],
    [{ subject: 'a', lifetime: 5 }, 'invalid_option'],
  ])('T1 · stores nothing for a login that no token may carry: %j', async (request, code) => {
    const { tokens, store } = await createWorld();
    expect((await refusal(tokens.start(request as never)))['code']).toBe(code);
    expect(store.size).toBe(0);
  });
});

describe('rotate', () => {
  it('T7, L-22 · answers a new pair, and takes the old refresh token no more', async () => {
    const { tokens, time } = await createWorld();
    const first = await tokens.start({ subject: 'alice', scopes: ['a'] });
    time.nowMs += 60_000;
    const second = await tokens.rotate(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.accessToken.jti).not.toBe(first.accessToken.jti);
    expect(second.accessToken.issuedAt).toBe(time.nowMs / 1_000);
    expect(second.session).toMatchObject({ id: first.session.id, lastUsedAtMs: time.nowMs });
    time.nowMs += 30_000;
    expect(await refusal(tokens.rotate(first.refreshToken))).toMatchObject({ code: 'invalid_grant', reason: 'reused' });
  });

  it('T8, L-25 · gives the parent within grace the same successor', async () => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice' });
    const second = await world.tokens.rotate(refreshToken);
    world.time.nowMs += 29_999;
    const again = await world.tokens.rotate(refreshToken);
    expect(again.refreshToken).toBe(second.refreshToken);
    expect(again.session).toEqual(second.session);
    expect(told(world)).toEqual(['sessionStarted', 'rotated', 'replayedInGrace']);
  });

  it('T8, L-25 · does not extend grace by replays', async () => {
    const { tokens, time } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    await tokens.rotate(refreshToken);
    for (const waitMs of [10_000, 10_000, 9_000]) {
      time.nowMs += waitMs;
      await tokens.rotate(refreshToken);
    }
    time.nowMs += 1_000;
    expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ reason: 'reused' });
  });

  it('T8, T9, L-25 · honours no grace for the grandparent', async () => {
    const { tokens } = await createWorld();
    const first = await tokens.start({ subject: 'alice' });
    const second = await tokens.rotate(first.refreshToken);
    await tokens.rotate(second.refreshToken);
    expect(await refusal(tokens.rotate(first.refreshToken))).toMatchObject({ reason: 'reused' });
  });

  it('T8 · knows no grace of 0 seconds, not within the same millisecond either', async () => {
    const { tokens } = await createWorld({ grace: 0 });
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    await tokens.rotate(refreshToken);
    expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ reason: 'reused' });
  });

  it('T9, L-23, L-07 · revokes the family on reuse with its access tokens, and leaves the other device alone', async () => {
    const world = await createWorld();
    const { tokens, revocation } = world;
    const stolen = await tokens.start({ subject: 'alice', device: 'laptop' });
    const other = await tokens.start({ subject: 'alice', device: 'phone' });
    const next = await tokens.rotate(stolen.refreshToken);
    world.time.nowMs += 31_000;
    expect(await refusal(tokens.rotate(stolen.refreshToken))).toMatchObject({ reason: 'reused' });

    expect(await refusal(tokens.rotate(next.refreshToken))).toMatchObject({ reason: 'revoked' });
    expect(revocation.refuses(stolen)).toBe(true);
    expect(revocation.refuses(next)).toBe(true);
    expect(revocation.refuses(other)).toBe(false);
    expect(await tokens.list('alice')).toEqual([other.session]);
    await tokens.rotate(other.refreshToken);
    expect(world.events.slice(3)).toEqual([
      { name: 'reuseDetected', subject: 'alice', sessionId: stolen.session.id },
      { name: 'sessionRevoked', subject: 'alice', sessionId: stolen.session.id },
      { name: 'rotated', subject: 'alice', sessionId: other.session.id },
    ]);
  });

  it('T10 · answers 50 refreshes of one token at once with one successor', async () => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.tokens.rotate(refreshToken)));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect(told(world).filter((name) => name === 'rotated')).toHaveLength(1);
    expect(told(world)).not.toContain('reuseDetected');
  });

  it('T7, T14, L-26 · refuses a reuse by a new service on the same store', async () => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice' });
    const next = await world.tokens.rotate(refreshToken);
    const restarted = world.create();
    await restarted.rotate(next.refreshToken);
    expect(await refusal(restarted.rotate(refreshToken))).toMatchObject({ reason: 'reused' });
  });

  it('T11 · takes a token that the store has forgotten to be lost, never stolen', async () => {
    const world = await createWorld();
    const { session, refreshToken } = await world.tokens.start({ subject: 'alice' });
    const second = await world.tokens.rotate(refreshToken);
    const third = await world.tokens.rotate(second.refreshToken);
    const forgetful = await createWorld({ secrets: world.secrets });
    const { createdAtMs, lastUsedAtMs, expiresAtMs, idleExpiresAtMs, ...own } = session;
    const restored = { ...own, lifetimeMs: expiresAtMs - createdAtMs, idleLifetimeMs: idleExpiresAtMs - lastUsedAtMs };
    await forgetful.store.start({ ...restored, secretId: 's1' });
    const fourth = await forgetful.tokens.rotate(third.refreshToken);
    expect(told(forgetful)).toEqual(['lostWrite']);
    expect((await forgetful.tokens.rotate(third.refreshToken)).refreshToken).toBe(fourth.refreshToken);
    await forgetful.tokens.rotate(fourth.refreshToken);
  });

  it('T14, L-38 · expires a session that is not used, and answers invalid_grant', async () => {
    const { tokens, time } = await createWorld({ idleTtl: '1h', absoluteTtl: '2h' });
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    time.nowMs += 3_600_000;
    expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ reason: 'expired' });
    expect(await tokens.sessionOf(refreshToken)).toBeUndefined();
    expect(await tokens.list('alice')).toEqual([]);
  });

  it('T14 · expires a session absolutely, however often it is used', async () => {
    const { tokens, time } = await createWorld({ idleTtl: '1h', absoluteTtl: '2h' });
    const first = await tokens.start({ subject: 'alice' });
    time.nowMs += 3_599_999;
    const second = await tokens.rotate(first.refreshToken);
    time.nowMs += 3_599_999;
    const third = await tokens.rotate(second.refreshToken);
    expect(third.session.idleExpiresAtMs).toBe(first.session.expiresAtMs);
    expect(third.refreshTokenExpiresIn).toBe(0);
    time.nowMs += 2;
    expect(await refusal(tokens.rotate(third.refreshToken))).toMatchObject({ reason: 'expired' });
  });

  it('L-38 · recognises a reuse of a revoked family until its absolute end', async () => {
    const { tokens, time } = await createWorld({ idleTtl: '1h', absoluteTtl: '2h' });
    const { session, refreshToken } = await tokens.start({ subject: 'alice' });
    await tokens.revokeSession(session.id);
    time.nowMs += 7_199_999;
    await tokens.start({ subject: 'bob' });
    expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ reason: 'revoked' });
    time.nowMs += 1;
    await tokens.start({ subject: 'bob' });
    expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ code: 'invalid_grant', reason: 'unknown' });
  });

  it('L-39 · takes a token of an earlier secret, and retries get the same successor across the change', async () => {
    const { tokens, secrets } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    const second = await tokens.rotate(refreshToken);
    secrets.add('s2');
    expect((await tokens.rotate(refreshToken)).refreshToken).toBe(second.refreshToken);
    const third = await tokens.rotate(second.refreshToken);
    secrets.held.delete('s1');
    await tokens.rotate(third.refreshToken);
    const refused = await refusal(tokens.rotate(second.refreshToken));
    expect(refused).toMatchObject({ code: 'invalid_grant', reason: 'secret_gone' });
  });

  it('L-39 · refuses a retry whose successor was made with a secret that is gone', async () => {
    const { tokens, secrets } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    secrets.add('s2');
    await tokens.rotate(refreshToken);
    secrets.held.delete('s2');
    expect(await refusal(tokens.rotate(refreshToken))).toMatchObject({ reason: 'secret_gone' });
  });
});

describe('what a client asks for', () => {
  it('L-30 · refuses another client, and changes nothing', async () => {
    const { tokens } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    const refused = await refusal(tokens.rotate(refreshToken, { clientId: 'other' }));
    expect(refused).toMatchObject({ code: 'invalid_grant', reason: 'client_mismatch' });
    await tokens.rotate(refreshToken);
  });

  it('L-30 · gives the successor to no other client and to no other key within grace', async () => {
    const { tokens } = await createWorld();
    const first = await tokens.start({ subject: 'alice' });
    await tokens.rotate(first.refreshToken);
    expect(await refusal(tokens.rotate(first.refreshToken, { clientId: 'other' }))).toMatchObject({ reason: 'reused' });
    const bound = await tokens.start({ subject: 'alice', keyThumbprint: 'k'.repeat(43) });
    expect(await refusal(tokens.rotate(bound.refreshToken))).toMatchObject({ reason: 'client_mismatch' });
    await tokens.rotate(bound.refreshToken, { keyThumbprint: 'k'.repeat(43) });
    const thief = tokens.rotate(bound.refreshToken, { keyThumbprint: 'x'.repeat(43) });
    expect(await refusal(thief)).toMatchObject({ reason: 'reused' });
  });

  it('L-31 · narrows the access token by the request, and keeps the grant of the session', async () => {
    const { tokens } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice', scopes: ['a', 'b'], audience: ['x', 'y'] });
    const narrow = await tokens.rotate(refreshToken, { scopes: ['b'], audience: 'y' });
    expect(decodeJwt(narrow.accessToken.token)).toMatchObject({ scope: 'b', aud: 'y' });
    expect(narrow.scopes).toEqual(['b']);
    const full = await tokens.rotate(narrow.refreshToken);
    expect(decodeJwt(full.accessToken.token)).toMatchObject({ scope: 'a b', aud: ['x', 'y'] });
  });

  it.each([
    [{ scopes: ['a', 'c'] }, 'invalid_scope', 'scope_exceeded'],
    [{ scopes: ['c'] }, 'invalid_scope', 'scope_exceeded'],
    [{ scopes: [] }, 'invalid_scope', 'scope_malformed'],
    [{ scopes: ['a', 'a'] }, 'invalid_scope', 'scope_malformed'],
    [{ scopes: ['a b'] }, 'invalid_scope', 'scope_malformed'],
    [{ scopes: 'a' }, 'invalid_scope', 'scope_malformed'],
    [{ audience: ['x', 'z'] }, 'invalid_target', 'audience_exceeded'],
    [{ audience: [] }, 'invalid_target', 'audience_malformed'],
    [{ audience: '' }, 'invalid_target', 'audience_malformed'],
    [{ clientId: '' }, 'invalid_client', 'client_missing'],
  ])('T12, L-31 · refuses %j, and consumes nothing', async (request, code, reason) => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice', scopes: ['a', 'b'], audience: ['x', 'y'] });
    const refused = await refusal(world.tokens.rotate(refreshToken, request as never));
    expect(refused).toMatchObject({ code, reason });
    expect(isTokenRequestError(refused)).toBe(true);
    await world.tokens.rotate(refreshToken);
    expect(told(world)).toEqual(['sessionStarted', 'rotated']);
  });

  it('T8, T12 · gives two tabs that refresh for two APIs the same successor', async () => {
    const { tokens } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice', audience: ['x', 'y'] });
    const one = await tokens.rotate(refreshToken, { audience: 'x' });
    const other = await tokens.rotate(refreshToken, { audience: 'y' });
    expect(other.refreshToken).toBe(one.refreshToken);
    expect(decodeJwt(other.accessToken.token).aud).toBe('y');
  });
});
