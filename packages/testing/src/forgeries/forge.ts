import type { SigningAlgorithm } from '@jwt-guard/issuer';

import { encodeSegment, signCompact, signSegments } from '../tokens/sign-compact.js';
import type { SegmentContent } from '../tokens/sign-compact.js';
import type { ForgedToken, ForgeryTarget } from './forgery.js';

/** What a forged token says in place of a good one. */
export interface ForgedContent {
  /** The whole header, exactly. Default: a good one. */
  readonly header?: SegmentContent;
  /** All claims, exactly. Default: good ones. */
  readonly claims?: SegmentContent;
  /** Sign with the published key of this algorithm. Default ES256. */
  readonly algorithm?: SigningAlgorithm;
}

/** Signs by the issuer's own key: the signature is right, so that only the content can be at fault. */
export function forge(target: ForgeryTarget, { header, claims, algorithm = 'ES256' }: ForgedContent): string {
  const good = target.contentFor({ algorithm });
  return signCompact({
    header: header ?? good.header,
    claims: claims ?? good.claims,
    algorithm,
    key: target.keyFor(algorithm).privateKey,
  });
}

/** Signs two segments literally by the issuer's ES256 key. */
export function forgeSegments(target: ForgeryTarget, header: string, claims: string): string {
  return signSegments(header, claims, { algorithm: 'ES256', key: target.keyFor('ES256').privateKey });
}

/** The segments of a good token: canonical base64url. */
export function goodSegments(target: ForgeryTarget): { readonly header: string; readonly claims: string } {
  const { header, claims } = target.contentFor({ algorithm: 'ES256' });
  return { header: encodeSegment(header), claims: encodeSegment(claims) };
}

/** The texts of a good token's header and claims. */
export function goodTexts(target: ForgeryTarget): { readonly header: string; readonly claims: string } {
  const { header, claims } = target.contentFor({ algorithm: 'ES256' });
  return { header: JSON.stringify(header), claims: JSON.stringify(claims) };
}

/** A token's three segments. */
export function segmentsOf(token: string): readonly [header: string, claims: string, signature: string] {
  return token.split('.') as [string, string, string];
}

/** Tokens by their variant. */
export function variants(tokens: Readonly<Record<string, string>>): readonly ForgedToken[] {
  return Object.entries(tokens).map(([variant, token]) => ({ variant, token }));
}

/** One token for each value; the variant is the value as JSON. */
export function variantsOf<T>(values: readonly T[], make: (value: T) => string): readonly ForgedToken[] {
  return values.map((value) => ({ variant: variantName(value), token: make(value) }));
}

/** The same tokens, with something before the names of their variants. */
export function named(prefix: string, tokens: readonly ForgedToken[]): readonly ForgedToken[] {
  return tokens.map(({ variant, token }) => ({ variant: `${prefix} ${variant}`, token }));
}

/** A value as the name of a variant. */
export function variantName(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 160);
}
