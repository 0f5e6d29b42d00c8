import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

import type { RefreshTokenStore } from '@jwt-guard/issuer';

import { createWorld, issuerUrl, refusal, secretsOf } from './world.js';

/** A store that nobody may ask. */
const untouchable = (): { readonly store: RefreshTokenStore; readonly asked: string[] } => {
  const asked: string[] = [];
  const method = (name: string) => () => {
    asked.push(name);
    return Promise.reject(new Error(name));
  };
  const names = ['start', 'rotate', 'find', 'revoke', 'confirmRevocation', 'list', 'sessionIds'];
  return { store: Object.fromEntries(names.map((name) => [name, method(name)])) as never, asked };
};

const flipped = (token: string, index: number) => {
  const bytes = Buffer.from(token.slice(4), 'base64url');
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  return `jgr_${bytes.toString('base64url')}`;
};

describe('a refresh token', () => {
  it('L-37 · is refused before any store is asked, whichever byte was changed', async () => {
    const { tokens, create } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    const { store, asked } = untouchable();
    const guarded = create({ store });
    for (let index = 0; index < Buffer.from(refreshToken.slice(4), 'base64url').length; index += 1) {
      expect(await refusal(guarded.rotate(flipped(refreshToken, index)))).toMatchObject({
        code: 'invalid_grant',
        message: 'The grant is invalid, expired or revoked.',
      });
    }
    expect(asked).toEqual([]);
    await tokens.rotate(refreshToken);
  });

  it.each<[string, (token: string) => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['an object', () => ({ refresh_token: 'x' })],
    ['a list', (token) => [token]],
    ['an empty string', () => ''],
    ['the bare prefix', () => 'jgr_'],
    ['another prefix', (token) => token.replace('jgr_', 'JGR_')],
    ['no prefix', (token) => token.slice(4)],
    ['padding', (token) => `${token}=`],
    ['a space behind', (token) => `${token} `],
    ['a space within', (token) => `${token.slice(0, 20)} ${token.slice(20)}`],
    ['the standard alphabet', (token) => `${token.slice(0, -1)}+`],
    [
      'a byte cut off',
      (token) => `jgr_${Buffer.from(token.slice(4), 'base64url').subarray(0, -1).toString('base64url')}`,
    ],
    ['a byte added', (token) => `jgr_${Buffer.from(`${token.slice(4)}AA`, 'base64url').toString('base64url')}`],
    ['its version alone', () => 'jgr_AQ'],
    ['one of a secret without a name', (token) => withSecretId(token, '')],
    ['one of a secret whose name breaks a line', (token) => withSecretId(token, 's\n')],
    ['a megabyte', (token) => token + 'A'.repeat(1_000_000)],
    ['a JWT', () => 'eyJhbGciOiJub25lIn0.e30.'],
    ['another spelling of the last byte', (token) => token.slice(0, -1) + twinOf(token.at(-1) ?? '')],
  ])('L-37, T12 · is refused as malformed when it is %s', async (_, change) => {
    const { tokens, create } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    const { store, asked } = untouchable();
    const changed = change(refreshToken);
    expect(changed).not.toBe(refreshToken);
    const guarded = create({ store });
    expect(await refusal(guarded.rotate(changed))).toMatchObject({ code: 'invalid_grant', reason: 'malformed' });
    expect(await guarded.sessionOf(changed)).toBeUndefined();
    await guarded.revoke(changed);
    expect(asked).toEqual([]);
  });

  it('T13 · cannot be made from what the store holds', async () => {
    const { tokens, store, create } = await createWorld();
    const { session, refreshToken } = await tokens.start({ subject: 'alice' });
    const own = Buffer.from(refreshToken.slice(4), 'base64url');
    const guess = Buffer.concat([own.subarray(0, -32), randomBytes(32)]);
    expect(await refusal(tokens.rotate(`jgr_${guess.toString('base64url')}`))).toMatchObject({ reason: 'forged' });
    const thief = create({ secrets: secretsOf('s1') });
    const other = await thief.start({ subject: 'alice' });
    expect(await refusal(tokens.rotate(other.refreshToken))).toMatchObject({ reason: 'forged' });
    const held = JSON.stringify([session, await store.find(session.id), await store.list(session)]);
    expect(held).not.toContain(own.subarray(-32).toString('base64url').slice(0, 20));
  });

  it('T13 · of one session authenticates no other', async () => {
    const { tokens } = await createWorld();
    const [one, other] = await Promise.all([tokens.start({ subject: 'a' }), tokens.start({ subject: 'b' })]);
    const bytes = Buffer.from(one.refreshToken.slice(4), 'base64url');
    Buffer.from(other.session.id, 'base64url').copy(bytes, 4);
    expect(await refusal(tokens.rotate(`jgr_${bytes.toString('base64url')}`))).toMatchObject({ reason: 'forged' });
  });

  it('T13 · of one issuer is nothing at another with the same secrets and the same store', async () => {
    const { tokens, issuer, create } = await createWorld();
    const other = create({ issuer: { ...issuer, issuer: `${issuerUrl}/tenant` } });
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    expect(await refusal(other.rotate(refreshToken))).toMatchObject({ reason: 'forged' });
    const { session } = await tokens.rotate(refreshToken);
    await other.revokeSession(session.id);
    expect(await tokens.list('alice')).toEqual([session]);
  });

  it('T13, I-12 · is a MAC by a key that HKDF derives from the secret for its issuer', async () => {
    const { tokens, secrets } = await createWorld();
    const { refreshToken } = await tokens.start({ subject: 'alice' });
    const bytes = Buffer.from(refreshToken.slice(4), 'base64url');
    const info = `jwt-guard refresh token v1 ${issuerUrl}`;
    const key = hkdfSync('sha256', (await secrets.current()).bytes, '', info, 32);
    const mac = createHmac('sha256', Buffer.from(key)).update(bytes.subarray(0, -32)).digest();
    expect(bytes.subarray(-32).equals(mac)).toBe(true);
  });

  it('I-12 · is authenticated with 256 bits, and has a name that leak scanners find', async () => {
    const { tokens } = await createWorld();
    const issued = await Promise.all(Array.from({ length: 50 }, () => tokens.start({ subject: 'alice' })));
    expect(new Set(issued.map(({ refreshToken }) => refreshToken.slice(-43))).size).toBe(50);
    expect(issued.every(({ refreshToken }) => /^jgr_[A-Za-z0-9_-]{78}$/.test(refreshToken))).toBe(true);
  });

  it.each([
    [{ id: '', bytes: randomBytes(32) }],
    [{ id: 'x'.repeat(65), bytes: randomBytes(32) }],
    [{ id: 'ä', bytes: randomBytes(32) }],
    [{ id: 's1', bytes: randomBytes(31) }],
  ])('I-12 · is not made with a weak or nameless secret', async (secret) => {
    const secrets = { current: () => Promise.resolve(secret), find: () => Promise.resolve(secret) };
    const { tokens, store } = await createWorld({ secrets });
    expect(await refusal(tokens.start({ subject: 'alice' }))).toMatchObject({ code: 'invalid_option' });
    expect(store.size).toBe(0);
  });

  it('L-37 · shows its session to its holder, and ends it for its own client alone', async () => {
    const { tokens } = await createWorld();
    const { refreshToken, session } = await tokens.start({ subject: 'alice' });
    expect(await tokens.sessionOf(refreshToken)).toEqual(session);
    await tokens.revoke(refreshToken, { clientId: 'other' });
    expect(await tokens.sessionOf(refreshToken)).toEqual(session);
    await tokens.revoke(refreshToken, { clientId: 'web' });
    expect(await tokens.sessionOf(refreshToken)).toBeUndefined();
    await tokens.revoke(refreshToken);
  });
});

/** The next character decodes to the same byte where the last bits are not looked at. */
function twinOf(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? 'A';
}

/** The token of a secret `s1`, with another name in the place of that. */
function withSecretId(token: string, id: string): string {
  const bytes = Buffer.from(token.slice(4), 'base64url');
  const renamed = Buffer.concat([Buffer.from([1, id.length]), Buffer.from(id), bytes.subarray(4)]);
  return `jgr_${renamed.toString('base64url')}`;
}
