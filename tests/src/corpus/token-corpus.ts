import { deepStrictEqual } from 'node:assert/strict';

import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier, RejectedEvent } from '@jwt-guard/core';
import { cachedTestKey, createLocalIssuer, fitsHeader, forgeryAlgorithms } from '@jwt-guard/testing';
import type { ForgedToken, Forgery, ForgeryTarget } from '@jwt-guard/testing';

import { startAttackerServer } from './attacker-server.js';
import type { AttackerServer } from './attacker-server.js';
import type { GuardedApp } from './guarded-app.js';
import { refusalFaults } from './refusal-faults.js';
import type { RefusalName } from './refusal-faults.js';
import { sendBearer } from './send.js';
import { startGuardedApps } from './start-guarded-apps.js';
import { createSwitchableVerifier } from './switchable-verifier.js';
import type { SwitchableVerifier } from './switchable-verifier.js';
import { verdictOn } from './verdict.js';

/** Tokens, who verifies them, and how they must be refused. */
export interface RefusedTokens {
  readonly verifier: JwtVerifier<unknown>;
  /** Default `invalid_token`. */
  readonly expected?: Forgery['expected'] | 'keys_unavailable' | 'store_unavailable';
  readonly tokens: readonly ForgedToken[];
  /** Must still be accepted after each of them. Undefined, where the case leaves no token that could be good. */
  readonly good: string | undefined;
}

/** Whom the tokens are forged against, and the three applications that must refuse them. */
export interface TokenCorpus {
  readonly target: ForgeryTarget;
  /** A verifier of the target's tokens that must never fetch anything. */
  readonly verifierFor: (forgery: Pick<Forgery, 'verifier' | 'verifierOptions'>) => JwtVerifier;
  /** Holds every token against the verifier and, over HTTP, against each application, with all that must hold for a refusal. */
  readonly refuseAll: (refused: RefusedTokens) => Promise<void>;
  /** The same for tokens that must be accepted. */
  readonly acceptAll: (verifier: JwtVerifier<unknown>, tokens: readonly ForgedToken[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** So many variants of a case go over HTTP. */
const httpSample = 300;
/** A time that stands still, so that cases on the very second of a limit are exact. */
const clock = (): number => 1_800_000_000_500;

/** Starts the applications and the attacker's server. */
export async function startTokenCorpus(): Promise<TokenCorpus> {
  const attacker = await startAttackerServer((url) => ({
    issuer: url,
    jwks_uri: url,
    keys: [cachedTestKey('ES256', 'attacker').jwk],
  }));
  const issuer = createLocalIssuer({ algorithms: forgeryAlgorithms, clock });
  const target: ForgeryTarget = { ...issuer, attackerUrl: attacker.url };
  const fetched: string[] = [];
  const verifierFor: TokenCorpus['verifierFor'] = ({ verifier, verifierOptions }) =>
    createJwtVerifier({
      issuer: target.issuer,
      audience: target.audience,
      ...(verifier === 'secret' ? { secret: target.secret } : { jwks: target.jwks }),
      clock,
      fetch: (url) => {
        fetched.push(url);
        return Promise.reject(new Error('no network'));
      },
      ...verifierOptions,
    });
  const switchable = createSwitchableVerifier(verifierFor({ verifier: 'jwks', verifierOptions: {} }));
  const apps = await startGuardedApps({ verifier: switchable.verifier });
  const kids = target.keys.map(({ kid }) => kid);
  const outbound = (): readonly string[] => [...fetched, ...attacker.requests];

  return {
    target,
    verifierFor,
    refuseAll: async (refused) => {
      if (refused.tokens.length === 0) throw new Error('a case without tokens proves nothing');
      const faults = [
        ...(await verifierFaults(refused)),
        ...(await httpFaults({ refused, apps, switchable, kids })),
        ...outbound().map((request) => `fetched ${request}`),
      ];
      deepStrictEqual(faults, []);
    },
    acceptAll: async (verifier, tokens) => {
      switchable.switchTo(verifier);
      const faults: string[] = [];
      for (const { variant, token } of tokens) {
        const verdict = await verdictOn(verifier, token);
        if (verdict !== 'accepted') faults.push(`${variant}: ${verdict}`);
        for (const app of apps) {
          const { status } = await sendBearer(app.url, token);
          if (status !== 200) faults.push(`${variant} on ${app.name}: ${status}`);
        }
      }
      deepStrictEqual([...faults, ...outbound()], []);
    },
    close: () => closeAll(apps, attacker),
  };
}

/** What is wrong with a verifier's own answers, and with what it tells the operators. */
async function verifierFaults({ verifier, expected, tokens, good }: RefusedTokens): Promise<readonly string[]> {
  const faults: string[] = [];
  let events: readonly RejectedEvent[] = [];
  const stop = verifier.on('rejected', (event) => {
    events = [...events, event];
  });
  for (const { variant, token } of tokens) {
    events = [];
    const verdict = await verdictOnRoute(verifier, token, expected);
    if (verdict !== (expected ?? 'invalid_token')) faults.push(`${variant}: ${verdict}`);
    if (isTelling(events, token)) faults.push(`${variant}: an event tells of the token`);
  }
  stop();
  if (good !== undefined && (await verdictOn(verifier, good)) !== 'accepted') faults.push('a good token is refused');
  return faults;
}

/** A token without the scope is good; only the route refuses it. */
async function verdictOnRoute(
  verifier: JwtVerifier<unknown>,
  token: unknown,
  expected: RefusedTokens['expected'],
): Promise<string> {
  if (expected !== 'insufficient_scope') return verdictOn(verifier, token);
  const { scopes } = await verifier.verify(token);
  return scopes.includes('reports:read') ? 'accepted' : 'insufficient_scope';
}

/** A claims segment or a signature is a long text of its own: where one stands, the token was copied. */
function isTelling(events: readonly RejectedEvent[], token: string): boolean {
  const parts = token
    .split('.', 3)
    .slice(1)
    .filter((part) => part.length > 12);
  return parts.some((part) => JSON.stringify(events).includes(part));
}

interface HttpRun {
  readonly refused: RefusedTokens;
  readonly apps: readonly GuardedApp[];
  readonly switchable: SwitchableVerifier;
  readonly kids: readonly string[];
}

async function httpFaults({ refused, apps, switchable, kids }: HttpRun): Promise<readonly string[]> {
  const { verifier, expected = 'invalid_token', good } = refused;
  switchable.switchTo(verifier);
  const tokens = sample(refused.tokens.filter(({ token }) => fitsHeader(token)));
  const path = expected === 'insufficient_scope' ? '/scoped' : '/protected';
  const faultsOf = async ({ name, url, calls }: GuardedApp): Promise<readonly string[]> => {
    const faults: string[] = [];
    const handled = calls();
    for (const { variant, token } of tokens) {
      const answer = await sendBearer(url, token, path);
      const found = refusalFaults(answer, expectedOverHttp(expected, token), [token, ...kids]);
      faults.push(...found.map((fault) => `${variant} on ${name}: ${fault}`));
    }
    if (calls() !== handled) faults.push(`${name}: a handler ran`);
    if (good !== undefined && (await sendBearer(url, good, path)).status !== 200)
      faults.push(`${name}: a good token is refused`);
    return faults;
  };
  return (await Promise.all(apps.map(faultsOf))).flat();
}

/** A comma joins two credentials in one header (B2): over HTTP, the request is at fault before the token is. */
function expectedOverHttp(expected: RefusalName, token: string): RefusalName {
  return expected === 'invalid_token' && token.includes(',') ? 'invalid_request' : expected;
}

/** Evenly, from the first to the last. */
function sample(tokens: readonly ForgedToken[]): readonly ForgedToken[] {
  if (tokens.length <= httpSample) return tokens;
  const step = tokens.length / httpSample;
  return Array.from({ length: httpSample }, (_, index) => tokens[Math.floor(index * step)]).filter(
    (token) => token !== undefined,
  );
}

async function closeAll(apps: readonly GuardedApp[], attacker: AttackerServer): Promise<void> {
  await Promise.all([...apps, attacker].map(({ close }) => close()));
}
