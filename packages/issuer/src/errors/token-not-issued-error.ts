/** Why a token was not issued; see {@link TokenNotIssuedError}. */
export type NotIssuedReason =
  'registered_claim' | 'secret_claim' | 'claim_malformed' | 'claim_missing' | 'scope_malformed' | 'token_too_large';

/**
 * A token was not signed because it would be wrong, or refused by every careful verifier. Nothing was issued.
 *
 * The message names the claim and the remedy and carries no value, so that it may be logged.
 */
export class TokenNotIssuedError extends TypeError {
  override readonly name = 'TokenNotIssuedError';
  /** Stable: what kind of error this is. */
  readonly code = 'token_not_issued';
  readonly reason: NotIssuedReason;
  /** The claim at fault, where there is one. */
  readonly claim: string | undefined;

  constructor(reason: NotIssuedReason, { claim, remedy }: { readonly claim?: string; readonly remedy: string }) {
    super(claim === undefined ? remedy : `${JSON.stringify(claim)}: ${remedy}`);
    this.reason = reason;
    this.claim = claim;
  }
}
