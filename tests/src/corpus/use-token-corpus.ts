import { createJwtVerifier } from '@jwt-guard/core';
import { controls, forgeries, keySetForgeries } from '@jwt-guard/testing';

import { startTokenCorpus } from './token-corpus.js';
import type { TokenCorpus } from './token-corpus.js';

/** Bodies of tests, by the ID of their case. */
export interface CaseTests {
  /** The corpus of this test file; there while its tests run. */
  readonly corpus: () => TokenCorpus;
  /** Every forged token of the case is refused. */
  readonly refuses: (id: string) => () => Promise<void>;
  /** Every unusual, but good token of the case is accepted. */
  readonly accepts: (id: string) => () => Promise<void>;
  /** Every forged key set of the case verifies only what its good key signed. */
  readonly refusesKeySets: (id: string) => () => Promise<void>;
}

/** Starts a corpus before the tests of a file and closes it after them. */
export function useTokenCorpus(): CaseTests {
  let started: TokenCorpus | undefined;
  beforeAll(async () => {
    started = await startTokenCorpus();
  });
  afterAll(() => started?.close());
  const corpus = (): TokenCorpus => {
    if (started === undefined) throw new Error('the corpus starts before the first test, not before');
    return started;
  };

  return {
    corpus,
    refuses: (id) => async () => {
      const { target, verifierFor, refuseAll } = corpus();
      for (const forgery of casesOf(forgeries, id)) {
        const good = target.tokenFor({
          algorithm: forgery.verifier === 'secret' ? 'HS256' : 'ES256',
          scopes: ['reports:read'],
        });
        const { expected, forge } = forgery;
        await refuseAll({ verifier: verifierFor(forgery), expected, tokens: await forge(target), good });
      }
    },
    accepts: (id) => async () => {
      const { target, verifierFor, acceptAll } = corpus();
      for (const control of casesOf(controls, id)) await acceptAll(verifierFor(control), await control.forge(target));
    },
    refusesKeySets: (id) => async () => {
      const { target, refuseAll } = corpus();
      const { issuer, audience, clock } = target;
      for (const { forge } of casesOf(keySetForgeries, id)) {
        for (const { variant, jwks, token } of forge(target)) {
          const verifier = createJwtVerifier({ issuer, audience, jwks, clock });
          await refuseAll({ verifier, tokens: [{ variant, token }], good: target.tokenFor({ algorithm: 'PS256' }) });
        }
      }
    },
  };
}

function casesOf<T extends { readonly id: string }>(all: readonly T[], id: string): readonly T[] {
  const cases = all.filter((one) => one.id === id);
  if (cases.length === 0) throw new Error(`@jwt-guard/testing has no case ${id}`);
  return cases;
}
