import { forge, goodTexts, variantName, variantsOf } from './forge.js';
import type { ForgedToken, ForgeryTarget } from './forgery.js';

type Claims = Readonly<Record<string, unknown>>;

/** A good ES256 token with some claims changed; undefined removes one. */
export function withClaims(target: ForgeryTarget, claims: Claims): string {
  return target.tokenFor({ algorithm: 'ES256', claims });
}

/** One token for each value of a claim. */
export function claimValues(target: ForgeryTarget, claim: string, values: readonly unknown[]): readonly ForgedToken[] {
  return values.map((value) => ({ variant: variantName(value), token: withClaims(target, { [claim]: value }) }));
}

/** One token for each literal of a time claim: numbers that a JavaScript number cannot hold. */
export function claimLiterals(target: ForgeryTarget, claim: string, texts: readonly string[]): readonly ForgedToken[] {
  const time = new RegExp(`"${claim}":\\d+`);
  return variantsOf(texts, (text) =>
    forge(target, { claims: goodTexts(target).claims.replace(time, `"${claim}":${text}`) }),
  );
}

/** One token for each value of the typ header. */
export function typValues(
  target: ForgeryTarget,
  types: readonly unknown[],
  claims: Claims = {},
): readonly ForgedToken[] {
  return types.map((typ) => ({
    variant: variantName(typ),
    token: target.tokenFor({ algorithm: 'ES256', header: { typ }, claims }),
  }));
}

/** The target's time in whole epoch seconds. */
export function nowSeconds({ clock }: ForgeryTarget): number {
  return Math.floor(clock() / 1_000);
}
