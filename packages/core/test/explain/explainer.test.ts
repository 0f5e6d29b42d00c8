import { createJwtVerifier, createRequestGuard } from '../../src/index.js';
import type { Explanation } from '../../src/index.js';
import { explanationOf, nextExplanation } from '../support/explanations.js';
import { publicJwk, signToken, testKey } from '../support/keys.js';
import { nowSeconds, requestWith, tokenFor, verifierOptions } from '../support/tokens.js';

const { issuer, audience, clock } = verifierOptions;

const refuse = (
  verifier: { verify: (token: unknown) => Promise<unknown> },
  token: unknown = 'opaque',
): Promise<unknown> => verifier.verify(token).catch((error: unknown) => error);

describe('explaining', () => {
  it('B8 · tells a function, and the listeners of the event', async () => {
    const told: Explanation[] = [];
    const verifier = createJwtVerifier({ ...verifierOptions, explain: (explanation) => told.push(explanation) });
    const explained = nextExplanation(verifier);
    await refuse(verifier);

    expect(told).toEqual([]); // the answer comes first
    expect(await explained).toBe(told[0]);
    expect(Object.isFrozen(told[0])).toBe(true);
  });

  it('B8 · is turned off by false, for listeners too', async () => {
    const told: unknown[] = [];
    const verifier = createJwtVerifier({ ...verifierOptions, explain: false });
    verifier.on('explained', (event) => told.push(event));
    await refuse(verifier);
    await new Promise(setImmediate);

    expect(told).toEqual([]);
  });

  it('A2 · explains ten at once, then one a second, and says how many it left out', async () => {
    let now = nowSeconds * 1_000;
    const told: Explanation[] = [];
    const verifier = createJwtVerifier({ ...verifierOptions, clock: () => now, explain: (each) => told.push(each) });
    for (let count = 0; count < 15; count += 1) await refuse(verifier);
    await new Promise(setImmediate);
    expect(told).toHaveLength(10);

    now += 1_000;
    const explained = nextExplanation(verifier);
    await refuse(verifier);
    expect(await explained).toMatchObject({ leftOut: 5 });
    expect(told[10]?.text).toContain('5 refusals before this one were not explained');
    expect(told[9]).not.toHaveProperty('leftOut');
  });

  it('B8 · changes no answer when it fails', async () => {
    const emitWarning = import.meta.jest.spyOn(process, 'emitWarning');
    const warned = new Promise<unknown[]>((resolve) => {
      emitWarning.mockImplementation((...warning: unknown[]) => {
        resolve(warning);
      });
    });
    const keys = {
      find: () => [],
      atHand: () => {
        throw new Error('no keys');
      },
    };
    const verifier = createJwtVerifier({ issuer, audience, clock, keys, explain: () => undefined });
    const failed = await refuse(verifier, tokenFor({ iat: nowSeconds - 300, exp: nowSeconds - 60 }));

    expect(failed).toMatchObject({ reason: 'expired' });
    expect(await warned).toEqual(['A refusal could not be explained', 'JwtGuardWarning']);
    emitWarning.mockRestore();
  });

  it('K1 · fetches nothing, and so proves nothing without keys at hand', async () => {
    let fetches = 0;
    const fetch = (): Promise<Response> => {
      fetches += 1;
      return Promise.reject(new Error('offline'));
    };
    const verifier = createJwtVerifier({
      issuer,
      audience,
      clock,
      fetch,
      explain: () => undefined,
    });
    const explained = nextExplanation(verifier);
    await refuse(verifier, tokenFor({ iat: nowSeconds - 300, exp: nowSeconds - 60 }));

    expect(await explained).toMatchObject({ reason: 'expired', signatureVerified: false });
    expect(fetches).toBe(0);
  });

  it('K1 · proves a token by fetched keys that are at hand', async () => {
    const key = testKey();
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({ keys: [publicJwk(key)] }));
    const jwksUri = 'https://auth.example.com/jwks';
    const verifier = createJwtVerifier({ issuer, audience, clock, jwksUri, fetch, explain: () => undefined });
    await verifier.hydrate();
    const explained = nextExplanation(verifier);
    await refuse(verifier, signToken(key, { iss: issuer, aud: audience, iat: nowSeconds - 300, exp: nowSeconds - 60 }));
    verifier.close();

    expect(await explained).toMatchObject({ reason: 'expired', signatureVerified: true });
  });

  it('B8 · works with a verifier that explains nothing', async () => {
    const guard = createRequestGuard({
      verifier: { ...createJwtVerifier(verifierOptions), explain: undefined as never },
    });

    await expect(guard.authenticate(requestWith())).rejects.toMatchObject({ code: 'missing_token' });
  });

  it('B8 · names the hint of the only issuer', async () => {
    const hints = { opaque: 'Ask for an audience.' };
    expect(await explanationOf('opaque', { hints })).toMatchObject({ hint: hints.opaque });
  });
});
