import { createJwtVerifier } from '../../src/index.js';
import type { Jwk, JwtVerifierOptions, VerifiedToken } from '../../src/index.js';
import { grantsOf } from '../../src/token/verified-token.js';
import { publicJwk, signToken, testKey } from './keys.js';
import type { TestKey } from './keys.js';
import { nowSeconds } from './tokens.js';

/** Claims, or a header, of which undefined members are left out. */
export type Members = Readonly<Record<string, unknown>>;

/** A token to be signed by the key of a provider. */
export interface Shape {
  readonly claims: Members;
  readonly header?: Members;
  /** Default: {@link providerKey}. */
  readonly key?: TestKey;
}

/** What a token is read to grant. */
export interface Granted extends Pick<VerifiedToken, 'issuer' | 'subject' | 'clientId' | 'scopes'> {
  readonly roles: readonly string[];
}

/** A verifier made of a preset, whose provider is made up. */
export interface PresetUnderTest {
  /** The URLs that were asked for, in order. */
  readonly asked: readonly string[];
  verify(shape: Shape): Promise<Granted>;
  /** `accepted`, or the reason for the refusal with the claim that it is about. */
  verdict(token: Shape | string): Promise<string>;
}

/** The key that providers sign with, unless a test says otherwise. */
export const providerKey = (): TestKey => testKey('RS256', 'provider');

/** Makes a verifier of a preset; key sets are served at these URLs, and at no other. */
export function presetUnderTest(
  options: JwtVerifierOptions,
  keySets: Readonly<Record<string, readonly Jwk[]>>,
): PresetUnderTest {
  const asked: string[] = [];
  const fetch = (url: string): Promise<Response> => {
    asked.push(url);
    const keys = keySets[url];
    return Promise.resolve(keys === undefined ? new Response(null, { status: 404 }) : Response.json({ keys }));
  };
  const verifier = createJwtVerifier({ ...options, fetch, clock: () => nowSeconds * 1_000 });
  const verify: PresetUnderTest['verify'] = async (shape) => {
    const token = await verifier.verify(tokenOf(shape));
    return { ...token, roles: grantsOf(token).roles };
  };
  const verdict: PresetUnderTest['verdict'] = (token) =>
    verifier.verify(typeof token === 'string' ? token : tokenOf(token)).then(
      () => 'accepted',
      (error: unknown) => {
        const { reason, claim } = error as { readonly reason: string; readonly claim?: string };
        return claim === undefined ? reason : `${reason} ${claim}`;
      },
    );
  return { asked, verify, verdict };
}

/** The keys of a provider at its one URL. */
export function keysAt(url: string, ...keys: readonly TestKey[]): Readonly<Record<string, readonly Jwk[]>> {
  return { [url]: (keys.length === 0 ? [providerKey()] : keys).map((key) => publicJwk(key)) };
}

function tokenOf({ claims, header = {}, key = providerKey() }: Shape): string {
  return signToken(key, { iat: nowSeconds - 10, exp: nowSeconds + 300, ...claims }, header);
}
