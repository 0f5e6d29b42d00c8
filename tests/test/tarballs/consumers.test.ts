import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';

import { workspaceRoot } from '../../src/workspace/run-node.js';
import { consumers } from '../../src/tarballs/consumers.js';
import { installConsumer, RegistryUnreachableError } from '../../src/tarballs/install-consumer.js';
import { packPackages } from '../../src/tarballs/pack-packages.js';
import { runToEnd } from '../../src/tarballs/run-to-end.js';
import { startServer } from '../../src/tarballs/start-server.js';
import type { RunningServer } from '../../src/tarballs/start-server.js';

/** What the fixture tokens.ts prints. */
interface Tokens {
  readonly guardOptions: object;
  readonly good: Readonly<Record<string, string>>;
  readonly narrow: string;
  readonly bad: Readonly<Record<string, string>>;
}

// Not below the workspace, whose node_modules would lend what a tarball forgot to ask for.
const root = realpathSync(mkdtempSync(join(tmpdir(), 'jwt-guard-consumers-')));
const skipped = await install();
if (skipped !== undefined)
  console.warn(`SKIPPED: the packed packages were not tried in the projects of users: ${skipped}.`);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

(skipped === undefined ? describe : describe.skip).each(consumers)('in $name', ({ type, servers, redis }) => {
  const cwd = join(root, type);
  let compilation: string;
  let tokens: Tokens;

  beforeAll(async () => {
    const typescript = join(workspaceRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    compilation = (await runToEnd(process.execPath, [typescript], cwd)).stdout;
    const { stdout, stderr } = await runToEnd(process.execPath, ['dist/tokens.js'], cwd);
    if (stdout === '') throw new Error(stderr);
    tokens = JSON.parse(stdout) as Tokens;
  }, 120_000);

  it('TypeScript accepts what users write and refuses what they must not, our declarations included', () => {
    expect(compilation).toBe('');
  });

  (redisServerAvailable() ? it : it.skip)(
    `two processes share sessions and keys on a Redis, by ${redis}`,
    async () => {
      const server = await startRedisServer();
      const env = { REDIS_URL: `redis://127.0.0.1:${server.port}` };
      const { stdout, stderr } = await runToEnd(process.execPath, [redis], cwd, env).finally(() => server.stop());
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        subject: 'alice',
        rotated: true,
        accessToken: '401 revoked',
        refreshToken: '400 invalid_grant',
      });
    },
    30_000,
  );

  describe.each(servers)('$name', ({ file, env }) => {
    let server: RunningServer;

    beforeAll(async () => {
      const GUARD_OPTIONS = JSON.stringify(tokens.guardOptions);
      server = await startServer(file, { cwd, env: { ...env, GUARD_OPTIONS } });
    }, 30_000);

    afterAll(() => server.stop());

    it.each(['issuer', 'testing'])('accepts a token made by @jwt-guard/%s', async (maker) => {
      expect(await answerTo('/reports', tokens.good[maker])).toEqual({
        status: 200,
        challenge: null,
        body: { subject: 'user-1' },
      });
    });

    it.each(['expired', 'foreign', 'audience'])('refuses a bad token: %s', async (fault) => {
      const { status, challenge, body } = await answerTo('/profile', tokens.bad[fault]);
      expect(status).toBe(401);
      expect(challenge).toMatch(/^Bearer realm="api", error="invalid_token"/);
      expect(body).toMatchObject({ error: 'invalid_token' });
    });

    it('answers no token with a bare challenge', async () => {
      expect(await answerTo('/profile')).toMatchObject({ status: 401, challenge: 'Bearer realm="api"' });
    });

    it('answers a token that grants too little with the scope that is missing', async () => {
      const { status, challenge } = await answerTo('/reports', tokens.narrow);
      expect(status).toBe(403);
      expect(challenge).toContain('error="insufficient_scope"');
      expect(challenge).toContain('scope="reports:read"');
    });

    it('keeps a session in cookies, which a refresh renews and a logout ends', async () => {
      const login = await postAs('login', { name: 'alice', password: 'secret' });
      expect([login.status, login.cookies.length]).toEqual([200, 2]);
      expect((await postAs('login', { name: 'alice', password: 'wrong' })).status).toBe(401);
      const refreshed = await postAs('refresh', {}, login.cookies);
      expect([refreshed.status, refreshed.cookies.length]).toEqual([200, 2]);
      expect((await postAs('logout', {}, refreshed.cookies)).status).toBe(204);
      expect((await postAs('refresh', {}, refreshed.cookies)).status).toBe(401);
    });

    it('publishes the keys and the metadata of its issuer', async () => {
      expect(await answerTo('/.well-known/jwks.json')).toMatchObject({
        status: 200,
        body: { keys: [{ alg: 'ES256' }] },
      });
      const issuer = 'https://auth.example.com';
      expect(await answerTo('/.well-known/oauth-authorization-server')).toMatchObject({
        status: 200,
        body: { issuer },
      });
    });

    async function postAs(path: string, body: object, cookies: readonly string[] = []) {
      const Cookie = cookies.map((cookie) => cookie.split(';', 1)[0] ?? '').join('; ');
      const headers = { Origin: 'https://app.example.com', 'Content-Type': 'application/json', Cookie };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`${server.url}/auth/${path}`, init);
      return { status: response.status, cookies: response.headers.getSetCookie() };
    }

    async function answerTo(path: string, token?: string): Promise<Answer> {
      const init = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
      const response = await fetch(server.url + path, init);
      const challenge = response.headers.get('www-authenticate');
      return { status: response.status, challenge, body: await response.json() };
    }
  });
});

interface Answer {
  readonly status: number;
  readonly challenge: string | null;
  readonly body: unknown;
}

/** Installs all projects side by side. Answers why not, where that is the machine's affair and this run is no gate. */
async function install(): Promise<string | undefined> {
  const packages = await packPackages(root);
  const installs = await Promise.allSettled(
    consumers.map((consumer) => installConsumer(consumer, packages, join(root, consumer.type))),
  );
  const failed = installs.find((one) => one.status === 'rejected');
  if (failed === undefined) return undefined;
  rmSync(root, { recursive: true, force: true });
  const error: unknown = failed.reason;
  if (error instanceof RegistryUnreachableError && process.env['CI'] !== 'true') return error.message;
  throw error;
}
