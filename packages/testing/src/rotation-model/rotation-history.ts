import type { RefreshSession, RotationVerdict } from '@jwt-guard/issuer';

/** A step of the store: from when to when somebody waited for it, and between which failovers. */
export interface Step {
  readonly sessionId: string;
  readonly calledMs: number;
  readonly answeredMs: number;
  /** How many failovers had begun; undefined when one did meanwhile: nobody knows which primary took the step. */
  readonly epoch: number | undefined;
}

/** A presented token. */
export interface Attempt extends Step {
  readonly who: string;
  readonly counter: number;
  /** Whether the session's own client presents it. */
  readonly ownClient: boolean;
  /** Undefined: the store rejected; the step may have been taken. */
  readonly verdict: RotationVerdict | undefined;
}

/** A revocation, or its confirmation. */
export interface Ending extends Step {
  readonly acknowledged: boolean;
}

/** What was done to a store, and what it answered. */
export interface RotationHistory {
  readonly graceMs: number;
  readonly idleLifetimeMs: number;
  readonly skewMs: number;
  readonly sessions: RefreshSession[];
  readonly attempts: Attempt[];
  readonly revocations: Ending[];
  readonly confirmations: Ending[];
  /** When each failover began. */
  readonly failoversMs: number[];
}
