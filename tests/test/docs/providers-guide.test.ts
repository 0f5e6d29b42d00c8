import type { JwtGuard } from '@jwt-guard/express';
import * as presets from '@jwt-guard/express/presets';
import { cachedTestKey, signCompact } from '@jwt-guard/testing';
import { readDocument } from '../../src/docs/documents.js';
import { providerTokens } from '../../src/docs/provider-tokens.js';
import type { ProviderToken } from '../../src/docs/provider-tokens.js';
import { runSnippet } from '../../src/docs/run-snippet.js';
import { snippetModulesOf } from '../../src/docs/snippet-module.js';

const guide = readDocument('docs/guides/providers.md');
const asked: string[] = [];
const fetchOfTheProcess = globalThis.fetch;
let guards: readonly JwtGuard[];

/** Runs the code of the guide, and keeps the guards that it makes, in their order. */
beforeAll(async () => {
  globalThis.fetch = serveKeys;
  const [snippet, ...others] = snippetModulesOf(guide);
  expect(others).toEqual([]);
  ({ guards } = (await runSnippet(snippet?.text ?? '', {
    'import { jwtGuard, requireClaim }': 'import { jwtGuard as createGuard, requireClaim }',
    'const app = express();':
      'const app = express(); export const guards = []; const jwtGuard = (options) => guards[guards.push(createGuard(options)) - 1];',
  })) as unknown as { guards: readonly JwtGuard[] });
});

afterAll(() => {
  globalThis.fetch = fetchOfTheProcess;
  for (const { verifier } of guards) verifier.close();
});

describe('the guide to identity providers', () => {
  it('has a line for each preset', () => {
    expect(providerTokens.map(({ preset }) => preset).sort()).toEqual(Object.keys(presets).sort());
  });

  it.each(providerTokens)('P5, J12 · makes $provider work by its line, and asks for its keys alone', async (one) => {
    const line = guide.split(`### ${one.provider}\n`)[1]?.split('```')[1] ?? '';
    expect(line).toContain(`${one.preset}({`);
    const guard = guardOf(one);
    asked.length = 0;
    await expect(guard.verifier.verify(tokenOf(one))).resolves.toMatchObject({ issuer: one.claims.iss });
    expect(asked).toEqual([one.jwksUri]);
    await expect(guard.verifier.verify(tokenOf(one, one.confusable))).rejects.toMatchObject({ status: 401 });
    await expect(guard.verifier.verify(tokenOf(one, { iss: `${one.claims.iss}x` }))).rejects.toMatchObject({
      reason: 'issuer_not_trusted',
    });
    expect(asked).toEqual([one.jwksUri]);
  });

  it.each(providerTokens)('writes in its tables what $provider is checked for', ({ provider, preset }) => {
    const name = provider.replace(/^(Microsoft|Amazon) /, '');
    expect(guide.match(new RegExp(`^\\| ${name}(, v\\d)? +\\|`, 'gm'))?.length).toBeGreaterThanOrEqual(2);
    expect(guide).toContain(`${preset}({`);
  });
});

/** The first guard that the guide makes for an issuer is that of the provider's own section. */
function guardOf({ provider, claims: { iss } }: ProviderToken): JwtGuard {
  const guard = guards.find(({ verifier }) => verifier.health().has(iss));
  if (guard === undefined) throw new Error(`the guide makes no guard for ${provider}`);
  return guard;
}

function tokenOf({ algorithm, header, claims }: ProviderToken, change: object = {}): string {
  const { kid, privateKey } = cachedTestKey(algorithm, 'provider');
  const now = Math.floor(Date.now() / 1_000);
  return signCompact({
    header: { alg: algorithm, kid, ...header },
    claims: { iat: now, exp: now + 300, ...claims, ...change },
    key: privateKey,
    algorithm,
  });
}

/** Every provider publishes the same keys: what is shown here is where they are looked for. */
const serveKeys: typeof fetch = (url) => {
  asked.push(url as string);
  const keys = (['RS256', 'ES256', 'ES384'] as const).map((algorithm) => cachedTestKey(algorithm, 'provider').jwk);
  return Promise.resolve(Response.json({ keys }));
};
