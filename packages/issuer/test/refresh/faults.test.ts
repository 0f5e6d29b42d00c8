import type { RefreshTokenStore, RefreshTokensOptions } from '@jwt-guard/issuer';

import { createWorld, refusal, told } from './world.js';
import type { World } from './world.js';

/** A port whose named method fails once: before its work is done, or after. */
function failingOnce<Port extends object>(port: Port, name: keyof Port & string, when: 'before' | 'after'): Port {
  let failed = false;
  const failing = async (...parameters: unknown[]): Promise<unknown> => {
    const fails = !failed;
    failed = true;
    if (fails && when === 'before') throw new Error('connection lost');
    const answer: unknown = await Reflect.apply(port[name] as () => unknown, port, parameters);
    if (fails) throw new Error('connection lost');
    return answer;
  };
  return new Proxy({} as Port, {
    get: (_, member) => {
      const value: unknown = Reflect.get(port, member);
      if (typeof value !== 'function') return value;
      return member === name ? failing : (value.bind(port) as unknown);
    },
  });
}

const unavailable = { code: 'store_unavailable', status: 503, headers: { 'Retry-After': '1' } };

const ports = (
  world: World,
  port: string,
  method: string,
  when: 'before' | 'after',
): Partial<RefreshTokensOptions> => ({
  [port]: failingOnce(world[port as 'store'] as RefreshTokenStore, method as 'rotate', when),
});

const whens = ['before', 'after'] as const;

describe('a fault at a refresh', () => {
  it.each(
    [
      ['store', 'rotate'],
      ['secrets', 'find'],
      ['secrets', 'current'],
      ['revocation', 'watermark'],
      ['issuer', 'issueAccessToken'],
    ].flatMap(([port = '', method = '']) => whens.map((when) => [port, method, when] as const)),
  )('T12, L-27 · in %s.%s (%s its work) is 503, and the retry gets the one successor', async (port, method, when) => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice' });
    const faulty = world.create(ports(world, port, method, when));
    expect(await refusal(faulty.rotate(refreshToken))).toMatchObject(unavailable);
    const retried = await faulty.rotate(refreshToken);
    expect((await world.tokens.rotate(refreshToken)).refreshToken).toBe(retried.refreshToken);
    expect(told(world)).not.toContain('reuseDetected');
    await world.tokens.rotate(retried.refreshToken);
  });

  it('T12, L-27 · in authorize is 503, and the retry goes on', async () => {
    let down = true;
    const world = await createWorld({
      authorize: () => {
        if (down) throw new Error('database down');
        return {};
      },
    });
    down = false;
    const { refreshToken } = await world.tokens.start({ subject: 'alice' });
    down = true;
    const refused = await refusal(world.tokens.rotate(refreshToken));
    expect(refused).toMatchObject({ ...unavailable, cause: { message: 'database down' } });
    down = false;
    await world.tokens.rotate(refreshToken);
  });

  it.each(
    [
      ['revocation', 'revokeSession'],
      ['store', 'confirmRevocation'],
    ].flatMap(([port = '', method = '']) => whens.map((when) => [port, method, when] as const)),
  )(
    'T9, T12, L-27 · in %s.%s (%s its work) after a reuse is 503, and the retry completes the revocation',
    async (port, method, when) => {
      const world = await createWorld();
      const first = await world.tokens.start({ subject: 'alice' });
      const second = await world.tokens.rotate(first.refreshToken);
      world.time.nowMs += 30_000;
      const faulty = world.create(ports(world, port, method, when));
      expect(await refusal(faulty.rotate(first.refreshToken))).toMatchObject(unavailable);
      expect(told(world)).toContain('reuseDetected');
      expect(await refusal(faulty.rotate(second.refreshToken))).toMatchObject({
        code: 'invalid_grant',
        reason: 'revoked',
      });
      expect(world.revocation.refuses(second)).toBe(true);
      const before = world.revocation.calls.length;
      expect(await refusal(faulty.rotate(second.refreshToken))).toMatchObject({ reason: 'revoked' });
      expect(world.revocation.calls).toHaveLength(before);
    },
  );
});

describe('a fault at a login', () => {
  it.each(
    [
      ['store', 'start'],
      ['secrets', 'current'],
      ['revocation', 'watermark'],
      ['issuer', 'issueAccessToken'],
    ].flatMap(([port = '', method = '']) => whens.map((when) => [port, method, when] as const)),
  )('T12, L-27 · in %s.%s (%s its work) is 503, and a new login works', async (port, method, when) => {
    const world = await createWorld();
    const faulty = world.create(ports(world, port, method, when));
    expect(await refusal(faulty.start({ subject: 'alice' }))).toMatchObject(unavailable);
    const { refreshToken } = await faulty.start({ subject: 'alice' });
    await world.tokens.rotate(refreshToken);
  });

  it('T12 · leaves no session of which nobody has a token', async () => {
    const world = await createWorld();
    const faulty = world.create(ports(world, 'issuer', 'issueAccessToken', 'before'));
    await refusal(faulty.start({ subject: 'alice' }));
    expect(await world.tokens.list('alice')).toEqual([]);
  });

  it('T12 · does not hide claims that no token may carry behind an outage', async () => {
    const world = await createWorld({ authorize: () => ({ claims: { sub: 'root' } }) });
    expect(await refusal(world.tokens.start({ subject: 'alice' }))).toMatchObject({ code: 'token_not_issued' });
    expect(await world.tokens.list('alice')).toEqual([]);
  });
});

describe('a fault at a logout', () => {
  it.each([
    ['secrets', 'find'],
    ['store', 'find'],
  ])('T12, L-27 · in %s.%s is 503, and no session that is not there', async (port, method) => {
    const world = await createWorld();
    const { refreshToken, session } = await world.tokens.start({ subject: 'alice' });
    const faulty = world.create(ports(world, port, method, 'before'));
    expect(await refusal(faulty.sessionOf(refreshToken))).toMatchObject(unavailable);
    expect(await faulty.sessionOf(refreshToken)).toMatchObject({ id: session.id });
    const again = world.create(ports(world, port, method, 'before'));
    expect(await refusal(again.revoke(refreshToken))).toMatchObject(unavailable);
    await again.revoke(refreshToken);
    expect(await again.sessionOf(refreshToken)).toBeUndefined();
  });

  it.each(
    [
      ['store', 'find'],
      ['store', 'revoke'],
      ['revocation', 'revokeSession'],
      ['store', 'confirmRevocation'],
    ].flatMap(([port = '', method = '']) => whens.map((when) => [port, method, when] as const)),
  )(
    'T14, L-27 · in %s.%s (%s its work) is 503, and the retry ends family and access tokens',
    async (port, method, when) => {
      const world = await createWorld();
      const issued = await world.tokens.start({ subject: 'alice' });
      const faulty = world.create(ports(world, port, method, when));
      expect(await refusal(faulty.revoke(issued.refreshToken))).toMatchObject(unavailable);
      await faulty.revoke(issued.refreshToken);
      expect(world.revocation.refuses(issued)).toBe(true);
      const before = world.revocation.calls.length;
      expect(await refusal(world.tokens.rotate(issued.refreshToken))).toMatchObject({ reason: 'revoked' });
      expect(world.revocation.calls).toHaveLength(before);
    },
  );

  it.each(['revoke', 'confirmRevocation'])(
    'T12, L-27 · of a session of the user in store.%s is 503',
    async (method) => {
      const world = await createWorld();
      const issued = await world.tokens.start({ subject: 'alice' });
      const faulty = world.create(ports(world, 'store', method, 'before'));
      const end = (): Promise<void> => faulty.revokeSession(issued.session.id, { subject: 'alice' });
      expect(await refusal(end())).toMatchObject(unavailable);
      await end();
      expect(world.revocation.refuses(issued)).toBe(true);
    },
  );

  it.each(['revokeSubject', 'revokeSession'])('T14, L-27 · everywhere in revocation.%s is 503', async (method) => {
    const world = await createWorld();
    const issued = await world.tokens.start({ subject: 'alice' });
    const faulty = world.create(ports(world, 'revocation', method, 'before'));
    expect(await refusal(faulty.revokeSubject('alice'))).toMatchObject(unavailable);
    await faulty.revokeSubject('alice');
    expect(world.revocation.refuses(issued)).toBe(true);
  });
});
