import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKeyRing, createSecretRing, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type { PrivateJwk } from '@jwt-guard/issuer';

import { keygen } from '../../src/bin/keygen-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keygen-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = async (...args: readonly string[]) => {
  let printed = '';
  let complaint = '';
  const exitCode = await keygen(args, {
    print: (text) => (printed += text),
    complain: (text) => (complaint += text),
  });
  return { exitCode, printed, complaint };
};

describe('jwt-guard-keygen', () => {
  it('T3 · prints an ES256 key as PEM, and its public JWK, as the ring reads and publishes them', async () => {
    const { exitCode, printed, complaint } = await run();
    expect([exitCode, complaint]).toEqual([0, '']);
    const [pem = '', jwk = ''] = printed.split(/(?<=-----END PRIVATE KEY-----\n)/);
    const ring = await createKeyRing({ privateKey: pem });
    expect((await ring.jwks()).keys).toEqual([JSON.parse(jwk)]);
    ring.close();
  });

  it.each(['ES384', 'RS256', 'PS256', 'EdDSA'])(
    'T3 · prints %s as JWK, which the ring binds to it',
    async (algorithm) => {
      const { printed } = await run('--algorithm', algorithm, '--format', 'jwk');
      const [secret = '', jwk = ''] = printed.split(/(?<=^\}\n)/m);
      const ring = await createKeyRing({ privateKey: JSON.parse(secret) as PrivateJwk });
      expect((await ring.signingKey()).algorithm).toBe(algorithm);
      expect((await ring.jwks()).keys).toEqual([JSON.parse(jwk)]);
      ring.close();
    },
  );

  it('T5 · writes a file of mode 0600, and prints the public key alone', async () => {
    const out = join(folder, 'key.pem');
    const { exitCode, printed, complaint } = await run('--out', out);
    expect(exitCode).toBe(0);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const ring = await createKeyRing({ privateKey: await readFile(out, 'utf8') });
    expect((await ring.jwks()).keys).toEqual([JSON.parse(printed)]);
    expect(complaint).toContain(out);
    ring.close();
  });

  it('T5 · never writes over a file', async () => {
    const out = join(folder, 'precious');
    await writeFile(out, 'precious');
    expect(await run('--out', out)).toMatchObject({
      exitCode: 1,
      printed: '',
      complaint: expect.stringContaining('exists') as string,
    });
    expect(await readFile(out, 'utf8')).toBe('precious');
  });

  it('T5 · prints an encryption key, fresh each time', async () => {
    const [first, second] = await Promise.all([run('--encryption-key'), run('--encryption-key')]);
    expect(first.printed).not.toBe(second.printed);
    const ring = await createKeyRing({ store: new MemorySigningKeyStore(), encryptionKey: first.printed.trim() });
    expect((await ring.jwks()).keys).toHaveLength(1);
    ring.close();
  });

  it('T3 · prints a secret for HS256, and no public key', async () => {
    const { printed } = await run('--algorithm', 'HS256');
    const ring = await createSecretRing({ secrets: [{ id: 'a', text: printed.trim() }] });
    expect((await ring.current()).bytes).toHaveLength(43);
    expect(JSON.parse((await run('--algorithm', 'HS256', '--format', 'jwk')).printed)).toMatchObject({ kty: 'oct' });
  });

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({
      exitCode: 0,
      printed: expect.stringContaining('--encryption-key') as string,
    });
  });

  it.each([
    [['--algorithm', 'none'], '--algorithm: name one of ES256'],
    [['--format', 'der'], '--format: name pem or jwk'],
    [['--out', ''], '--out: name a file'],
    [['--size', '1'], '--size'],
    [['extra'], 'extra'],
    [['--out', '/nowhere/at/all'], 'ENOENT'],
  ])('refuses %j', async (args, complaint) => {
    expect(await run(...args)).toMatchObject({
      ...{ exitCode: 1, printed: '' },
      complaint: expect.stringContaining(complaint) as string,
    });
  });
});
