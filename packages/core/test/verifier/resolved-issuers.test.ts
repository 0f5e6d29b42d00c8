import { generateKeyPairSync } from 'node:crypto';
import { createJwtVerifier } from '@jwt-guard/core';
import type {
  Fetch,
  IssuerOptions,
  IssuerResolver,
  JwtVerifier,
  KeysUnavailableError,
  SharedVerifierOptions,
} from '@jwt-guard/core';
import { publicJwk, signToken, testKey } from '../support/keys.js';

const audience = 'https://api.example.com';
const key = testKey('ES256');
const startMs = 1_800_000_000_000;
const second = 1_000;
const minute = 60 * second;
const tenant = (name: string): string => `https://${name}.example`;
const optionsOf = (issuer: string): IssuerOptions => ({ issuer, audience, publicKey: publicJwk(key) });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Setting {
  readonly verifier: JwtVerifier<unknown>;
  /** The issuers that were asked for, in order. */
  readonly asked: string[];
  readonly failures: unknown[];
  readonly passMs: (ms: number) => void;
  /** `accepted`, or the reason; what this started in the background has ended then. */
  readonly verify: (issuer: string) => Promise<unknown>;
}

function settingOf(resolver: IssuerResolver, options: SharedVerifierOptions = {}): Setting {
  let nowMs = startMs;
  const asked: string[] = [];
  const failures: unknown[] = [];
  const verifier = createJwtVerifier({
    issuers: (issuer) => {
      asked.push(issuer);
      return resolver(issuer);
    },
    clock: () => nowMs,
    random: () => 0.5,
    ...options,
  });
  verifier.on('issuersFailed', (event) => failures.push(event));
  return {
    verifier,
    asked,
    failures,
    passMs: (ms) => {
      nowMs += ms;
    },
    verify: async (iss) => {
      const exp = nowMs / second + 60;
      try {
        await verifier.verify(signToken(key, { iss, aud: audience, sub: 'alice', exp }));
        return 'accepted';
      } catch (error) {
        return (error as { reason?: string }).reason;
      } finally {
        await settled();
      }
    },
  };
}

/** Trusts these, by equality. */
const only = (...names: string[]): IssuerResolver => {
  const trusted = new Map(names.map((name) => [tenant(name), optionsOf(tenant(name))]));
  return (issuer) => Promise.resolve(trusted.get(issuer));
};

describe('issuers that a function finds', () => {
  it('P6 · are asked for once, and each has its own rules', async () => {
    const { verify, asked, verifier } = settingOf(only('a', 'b'));
    expect(verifier.health().size).toBe(0);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(await verify(tenant('b'))).toBe('accepted');
    expect(asked).toEqual([tenant('a'), tenant('b')]);
    expect([...verifier.health().keys()]).toEqual([tenant('a'), tenant('b')]);
    await expect(verifier.hydrate()).resolves.toBeUndefined();
    verifier.close();
  });

  it('P6 · may be found without a promise', async () => {
    expect(await settingOf(optionsOf).verify(tenant('a'))).toBe('accepted');
  });

  it('P6 · M-10 · are asked for once by any number of concurrent tokens', async () => {
    const { verify, asked } = settingOf(only('a'));
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verify(tenant('a'))));
    expect(verdicts).toEqual(Array(50).fill('accepted'));
    expect(asked).toHaveLength(1);
  });

  it.each([[undefined], [null]])(
    'P6 · M-10 · are not trusted where the answer is %j, and that holds for 30 seconds',
    async (none) => {
      const { verify, asked, passMs } = settingOf(() => none as undefined);
      for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('issuer_not_trusted');
      expect(asked).toHaveLength(1);
      passMs(30 * second - 1);
      await verify(tenant('a'));
      expect(asked).toHaveLength(1);
      passMs(1);
      await verify(tenant('a'));
      expect(asked).toHaveLength(2);
    },
  );

  it.each(['https://tenant.good.evil.com', 'https://tenant.good.', 'https://tenant.good/', 'https://tenant.GOOD'])(
    'P6 · M-09 · are not trusted as %s where the function compares less than the whole name',
    async (iss) => {
      const { verify } = settingOf((issuer) =>
        /^https:\/\/tenant\.good/i.test(issuer) ? optionsOf('https://tenant.good') : undefined,
      );
      expect(await verify('https://tenant.good')).toBe('accepted');
      expect(await verify(iss)).toBe('issuer_not_trusted');
    },
  );

  it('P6 · A2 · are not asked for by a name that is longer than any', async () => {
    const { verify, asked } = settingOf(optionsOf);
    const longest = `https://${'a'.repeat(2_040)}`;
    expect(await verify(`${longest}a`)).toBe('issuer_not_trusted');
    expect(asked).toEqual([]);
    expect(await verify(longest)).toBe('accepted');
    expect(asked).toEqual([longest]);
  });

  it.each<[string, IssuerResolver]>([
    [
      'throws',
      () => {
        throw new Error('the database is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the database is down'))],
    ['answers text', () => 'https://a.example' as unknown as IssuerOptions],
    ['answers an unknown option', (issuer) => ({ ...optionsOf(issuer), audiance: 'x' }) as IssuerOptions],
    ['answers options that cannot be used', (issuer) => ({ ...optionsOf(issuer), algorithms: ['none' as 'ES256'] })],
    ['answers no issuer', () => ({ audience }) as unknown as IssuerOptions],
  ])(
    'P6 · M-10 · A5 · K8 · are a 503 where the function %s, and it is asked again by the back-off',
    async (_how, resolver) => {
      const { verify, asked, failures, passMs } = settingOf(resolver);
      for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('keys_unavailable');
      expect(asked).toHaveLength(1);
      expect(failures).toMatchObject([{ retryAfterSeconds: 1 }]);
      passMs(second);
      await verify(tenant('a'));
      expect(asked).toHaveLength(2);
      expect(failures).toMatchObject([{ retryAfterSeconds: 1 }, { retryAfterSeconds: 2 }]);
    },
  );

  it('P6 · K8 · tell how long the back-off lasts, when it begins and while it lasts', async () => {
    const { verifier, passMs } = settingOf(() => Promise.reject(new Error('the database is down')));
    const token = signToken(key, { iss: tenant('a'), aud: audience, exp: startMs / second + 60 });
    const retryAfter = async (): Promise<unknown> =>
      verifier.verify(token).catch((error: unknown) => (error as KeysUnavailableError).challenge.retryAfterSeconds);
    expect(await retryAfter()).toBe(1);
    passMs(second);
    expect(await retryAfter()).toBe(2);
    passMs(100);
    expect(await retryAfter()).toBe(2);
    verifier.close();
    passMs(minute);
    expect(await retryAfter()).toBe(1);
  });

  it('P6 · are named in the failure where their options cannot be used', async () => {
    const { verify, failures } = settingOf((issuer) => ({ ...optionsOf(issuer), clockTolerance: -1 }));
    await verify(tenant('a'));
    expect(failures).toMatchObject([{ error: { option: 'issuers("https://a.example").clockTolerance' } }]);
  });

  it('P6 · are found again when the function is well again, and the failure of one is not that of another', async () => {
    let isDown = true;
    const { verify, passMs } = settingOf((issuer) => {
      if (isDown && issuer === tenant('a')) throw new Error('the database is down');
      return optionsOf(issuer);
    });
    expect(await verify(tenant('a'))).toBe('keys_unavailable');
    expect(await verify(tenant('b'))).toBe('accepted');
    isDown = false;
    passMs(second);
    expect(await verify(tenant('a'))).toBe('accepted');
  });

  it('P6 · M-10 · are a 503 after five seconds where the function never answers', async () => {
    const { jest } = import.meta;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance', 'Date'] });
    try {
      const { verify, failures } = settingOf(() => new Promise(() => undefined));
      const verdict = verify(tenant('a'));
      await jest.advanceTimersByTimeAsync(5_000);
      expect(await verdict).toBe('keys_unavailable');
      expect(failures).toMatchObject([{ error: { message: 'the issuer resolver did not answer in time' } }]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('P6 · are asked about again in the background before ten minutes have passed', async () => {
    const { verify, asked, passMs } = settingOf(only('a'));
    await verify(tenant('a'));
    passMs(8 * minute - 1);
    await verify(tenant('a'));
    expect(asked).toHaveLength(1);
    passMs(1);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(asked).toHaveLength(2);
  });

  it('P6 · M-10 · make no token wait while they are asked about again, and then count as before for two minutes', async () => {
    let answer: ReturnType<IssuerResolver> = optionsOf(tenant('a'));
    const { verify, asked, passMs } = settingOf(() => answer);
    await verify(tenant('a'));
    answer = new Promise(() => undefined);
    passMs(9 * minute);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(asked).toHaveLength(2);
  });

  it('P6 · are refused at the latest after ten minutes when they have left', async () => {
    let answer: IssuerOptions | undefined = optionsOf(tenant('a'));
    const { verify, passMs, asked } = settingOf(() => answer);
    await verify(tenant('a'));
    answer = undefined;
    passMs(10 * minute);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('issuer_not_trusted');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['past their time', 11],
    ['past their time and the hour after it', 71],
  ])('P6 · A2 · are asked about again %s, whatever others have made up', async (_when, minutes) => {
    const { verify, asked, passMs } = settingOf(only('a'));
    await verify(tenant('a'));
    passMs(minutes * minute);
    for (let made = 0; made < 60; made += 1) await verify(tenant(`made-up-${made}`));
    expect(asked).toHaveLength(1 + 50);
    expect(await verify(tenant('a'))).toBe('accepted');
    expect(asked.at(-1)).toBe(tenant('a'));
  });

  it('P6 · A5 · serve for one hour past their time when nobody can be asked any more, and every failure is told', async () => {
    let isDown = false;
    const { verify, passMs, failures } = settingOf((issuer) => {
      if (isDown) throw new Error('the database is down');
      return optionsOf(issuer);
    });
    await verify(tenant('a'));
    isDown = true;
    passMs(9 * minute);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(failures).toHaveLength(1);
    passMs(61 * minute - 1);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(failures).toHaveLength(2);
    passMs(1);
    expect(await verify(tenant('a'))).toBe('keys_unavailable');
    expect(await verify(tenant('b'))).toBe('keys_unavailable');
    isDown = false;
    passMs(minute);
    expect(await verify(tenant('a'))).toBe('accepted');
  });

  it('P6 · A5 · wait once after a pause for a function that fails, and serve', async () => {
    let isDown = false;
    const { verify, passMs, asked } = settingOf((issuer) =>
      isDown ? Promise.reject(new Error('the database is down')) : optionsOf(issuer),
    );
    await verify(tenant('a'));
    isDown = true;
    passMs(20 * minute);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(asked).toHaveLength(2);
    isDown = false;
    passMs(second);
    for (let request = 0; request < 5; request += 1) expect(await verify(tenant('a'))).toBe('accepted');
    expect(asked).toHaveLength(3);
  });

  it('P6 · M-10 · A5 · serve while the function hangs: tokens wait for five seconds once, and then no more', async () => {
    const { jest } = import.meta;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance', 'Date'] });
    try {
      let answer: ReturnType<IssuerResolver> = optionsOf(tenant('a'));
      const { verify, passMs, asked, failures } = settingOf(() => answer);
      await verify(tenant('a'));
      answer = new Promise(() => undefined);
      passMs(10 * minute);
      const verdicts = Promise.all(Array.from({ length: 5 }, () => verify(tenant('a'))));
      await jest.advanceTimersByTimeAsync(5_000);
      expect(await verdicts).toEqual(Array(5).fill('accepted'));
      expect(asked).toHaveLength(2);
      expect(failures).toHaveLength(1);
      passMs(second);
      expect(await verify(tenant('a'))).toBe('accepted');
      expect(asked).toHaveLength(3);
    } finally {
      jest.useRealTimers();
    }
  });

  it('P6 · A5 · are refused at once by a clear answer, after a failure too', async () => {
    let resolver: IssuerResolver = optionsOf;
    const { verify, passMs } = settingOf((issuer) => resolver(issuer));
    await verify(tenant('a'));
    resolver = () => {
      throw new Error('the database is down');
    };
    passMs(20 * minute);
    expect(await verify(tenant('a'))).toBe('accepted');
    resolver = () => undefined;
    passMs(second);
    await verify(tenant('a'));
    expect(await verify(tenant('a'))).toBe('issuer_not_trusted');
  });

  it('P6 · A5 · do not last longer because the clock was set back', async () => {
    let isDown = false;
    const { verify, passMs, asked } = settingOf((issuer) => {
      if (isDown) throw new Error('the database is down');
      return optionsOf(issuer);
    });
    await verify(tenant('a'));
    isDown = true;
    passMs(-24 * 60 * minute);
    expect(await verify(tenant('a'))).toBe('accepted');
    expect(asked).toHaveLength(2);
    passMs(60 * minute);
    expect(await verify(tenant('a'))).toBe('keys_unavailable');
  });

  it('P6 · A2 · M-10 · 10,000 made-up ones are 50 questions and ten a second, and known ones do not notice', async () => {
    const { verifier, verify, asked, passMs } = settingOf(only('a'));
    await verify(tenant('a'));
    const token = (name: string): string =>
      signToken(key, { iss: tenant(name), aud: audience, exp: startMs / second + 60 });
    const codes = new Map<string, number>();
    for (let made = 0; made < 10_000; made += 1) {
      const code = await verifier
        .verify(token(`made-up-${made % 2_000}`))
        .catch((error: unknown) => (error as { code: string }).code);
      codes.set(code as string, (codes.get(code as string) ?? 0) + 1);
    }
    expect(asked).toHaveLength(50);
    expect(codes.get('invalid_token')).toBe(49 * 5);
    expect(codes.get('keys_unavailable')).toBe(10_000 - 49 * 5);
    expect(await verify(tenant('a'))).toBe('accepted');
    passMs(second);
    for (let made = 0; made < 100; made += 1) await verify(tenant(`another-${made}`));
    expect(asked).toHaveLength(60);
    expect(await verify(tenant('a'))).toBe('accepted');
  });

  it('P6 · A2 · M-10 · 1,000 of them are kept, those that were used last', async () => {
    const { verify, verifier, asked, passMs } = settingOf(optionsOf);
    await verify(tenant('first'));
    for (let count = 0; count < 1_000; count += 1) {
      passMs(100);
      await verify(tenant(`t${count}`));
    }
    expect(verifier.health().size).toBe(1_000);
    const before = asked.length;
    await verify(tenant('t999'));
    expect(asked).toHaveLength(before);
    await verify(tenant('first'));
    expect(asked).toHaveLength(before + 1);
  });

  describe('with keys that are fetched', () => {
    const fetched: string[] = [];
    const fetch: Fetch = (url) => {
      fetched.push(url);
      return Promise.resolve(Response.json({ keys: [publicJwk(key)] }));
    };
    const remote = (issuer: string, more: Partial<IssuerOptions> = {}): IssuerOptions => ({
      issuer,
      audience,
      jwksUri: `${issuer}/keys`,
      ...more,
    });
    beforeEach(() => fetched.splice(0));

    it('P5 · P6 · cost no network of ours when they are unknown', async () => {
      const { verify } = settingOf(() => undefined, { fetch });
      expect(await verify(tenant('a'))).toBe('issuer_not_trusted');
      expect(fetched).toEqual([]);
    });

    it('P6 · keep their keys when they are asked about again, and follow every rule that has changed', async () => {
      let more: Partial<IssuerOptions> = {};
      const { verify, passMs } = settingOf((issuer) => remote(issuer, more), { fetch });
      expect(await verify(tenant('a'))).toBe('accepted');
      more = { requiredClaims: ['tenant'] };
      passMs(8 * minute);
      await verify(tenant('a'));
      expect(await verify(tenant('a'))).toBe('claim_missing');
      expect(fetched).toHaveLength(2); // at first, and the refresh that was due
    });

    it('P6 · fetch anew where the place of their keys has changed', async () => {
      let place = 'https://keys.example/1';
      const { verify, passMs } = settingOf((issuer) => remote(issuer, { jwksUri: place }), { fetch });
      await verify(tenant('a'));
      place = 'https://keys.example/2';
      passMs(10 * minute);
      expect(await verify(tenant('a'))).toBe('accepted');
      expect(fetched).toEqual(['https://keys.example/1', 'https://keys.example/2']);
    });

    it('A6 · end with the verifier: neither is anything fetched, nor anybody asked', async () => {
      const signals: AbortSignal[] = [];
      const hanging: Fetch = (_url, { signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      };
      const { verifier, verify, asked } = settingOf(remote, { fetch: hanging });
      const verdict = verify(tenant('a'));
      for (let turn = 0; turn < 100 && signals.length === 0; turn += 1) await settled();
      verifier.close();
      expect(signals[0]?.aborted).toBe(true);
      expect(await verdict).toBe('keys_unavailable');
      expect(await verify(tenant('b'))).toBe('keys_unavailable');
      expect(asked).toEqual([tenant('a')]);
    });
  });

  it('P6 · take a new public key with the next answer', async () => {
    const { publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    let publicKey: IssuerOptions['publicKey'] = publicJwk(key);
    const { verify, passMs } = settingOf((issuer) => ({ issuer, audience, publicKey }) as IssuerOptions);
    expect(await verify(tenant('a'))).toBe('accepted');
    publicKey = other;
    passMs(10 * minute);
    expect(await verify(tenant('a'))).toBe('signature_mismatch');
  });
});
