import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuerServer } from '@jwt-guard/testing';
import type { Type } from '@nestjs/common';
import type { Express } from 'express';
import { checkSnippets } from '../../src/docs/check-snippets.js';
import { documents, readDocument } from '../../src/docs/documents.js';
import { runSnippet } from '../../src/docs/run-snippet.js';
import { snippetModulesOf } from '../../src/docs/snippet-module.js';
import { nestPlatforms, startNest } from '../../src/wiring/start-app.js';

/** The first document waits until the compiler has read the packages. */
const compileTimeoutMs = 60_000;

describe('the snippets of the documents', () => {
  it.each(documents)(
    'compile: %s',
    (path) => {
      expect(checkSnippets(path, readDocument(path))).toEqual([]);
    },
    compileTimeoutMs,
  );

  it.each([
    [
      'an option',
      "import { jwtGuard } from '@jwt-guard/express';\njwtGuard({ isuer: '' });",
      /^3: .*'isuer' does not exist/,
    ],
    ['an export', "import { noGuard } from '@jwt-guard/express';", /^2: .*no exported member/],
    ['an import', 'requireScopes();', /^2: Cannot find name 'requireScopes'/],
  ])('would be found wrong in %s', (_title, snippet, fault) => {
    expect(checkSnippets('README.md', `\`\`\`ts\n${snippet}\n\`\`\``)).toEqual([expect.stringMatching(fault)]);
  });
});

describe('the snippets of the README, pointed at a local issuer', () => {
  let issuer: LocalIssuerServer;
  beforeAll(async () => {
    issuer = await startLocalIssuer({ audience: 'https://api.example.com' });
  });
  afterAll(() => issuer.close());

  it('B6 · guard an Express application', async () => {
    const { server } = (await runSnippet(snippetThat("requireScopes } from '@jwt-guard/express'"), {
      'https://auth.example.com': issuer.issuer,
      'app.listen(3000)': "export const server = app.listen(0, '127.0.0.1')",
    })) as { server: Server };
    if (!server.listening) await once(server, 'listening');
    try {
      await expectGuarded(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each(nestPlatforms)('B6 · guard a Nest application: %s', async (platform) => {
    const snippet = snippetThat("from '@nestjs/common'");
    const { AppModule } = await runSnippet(snippet, { 'https://auth.example.com': issuer.issuer });
    const app = await startNest(platform, AppModule as Type);
    try {
      await expectGuarded(app.url);
    } finally {
      await app.close();
    }
  });

  it('T7, V1 · keep an Express application logged in, until the logout', async () => {
    const { app } = (await runSnippet(snippetThat('createRefreshTokens'), {
      'const app = express()': 'export const app = express()',
    })) as { app: Express };
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const headers = { Origin: 'https://app.example.com', 'Content-Type': 'application/json' };
    const post = (path: string, cookie: string, body?: object) =>
      fetch(url + path, { method: 'POST', headers: { ...headers, Cookie: cookie }, body: JSON.stringify(body ?? {}) });
    const cookieOf = (answer: Response) =>
      answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
    try {
      expect((await post('/auth/login', '', { username: 'alice', password: 'a guess' })).status).toBe(401);
      const login = cookieOf(await post('/auth/login', '', { username: 'alice', password: 'correct horse' }));
      const refreshed = cookieOf(await post('/auth/refresh', login));
      const passed = async (cookie: string) => (await fetch(`${url}/no-route`, { headers: { Cookie: cookie } })).status;
      expect([await passed(login), await passed(refreshed), await passed('')]).toEqual([404, 404, 401]);
      expect((await post('/auth/logout', refreshed)).status).toBe(204);
      expect([await passed(login), await passed(refreshed)]).toEqual([401, 401]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  async function expectGuarded(url: string): Promise<void> {
    const ask = (token?: string) =>
      fetch(`${url}/reports`, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });

    const good = await ask(issuer.tokenFor({ subject: 'alice', scopes: ['reports:read'] }));
    expect(good.status).toBe(200);
    expect(await good.json()).toEqual({ for: 'alice' });

    const anonymous = await ask();
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]*"$/);

    const narrow = await ask(issuer.tokenFor({ subject: 'bob', scopes: ['profile:read'] }));
    expect(narrow.status).toBe(403);
    expect(narrow.headers.get('www-authenticate')).toContain('scope="reports:read"');
  }
});

function snippetThat(imports: string): string {
  const found = snippetModulesOf(readDocument('README.md')).filter(({ text }) => text.includes(imports));
  if (found.length !== 1) throw new Error(`${found.length} snippets of the README import ${imports}`);
  return found[0]?.text ?? '';
}
