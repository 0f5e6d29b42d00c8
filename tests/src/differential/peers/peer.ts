import type { TokenReason } from '@jwt-guard/core';
import type { Dissection } from '../dissection.js';
import type { Lane, LaneAlgorithm } from '../lane.js';

/** Another library, told to check what ours checks, as far as its options go. */
export interface Peer {
  readonly name: string;
  /** What it can verify. Tokens of other lanes are not shown to it. */
  readonly algorithms: readonly LaneAlgorithm[];
  /** Makes its verifier of a lane, which throws, or rejects, for what it refuses. */
  readonly verifierOf: (lane: Lane) => (token: string) => unknown;
  /** All that it refuses and we accept. A token that is on no entry is a finding. */
  readonly falseRefusals: readonly FalseRefusal[];
  /** All that it accepts and we refuse. A token that is on no entry is a finding. */
  readonly falseAcceptances: readonly FalseAcceptance[];
}

/** Something that a peer refuses although it is right. */
export interface FalseRefusal {
  readonly name: string;
  /** Why it may be accepted. */
  readonly because: string;
  readonly applies: (token: Dissection) => boolean;
}

/** Something that a peer accepts and we refuse, on purpose. Whatever it applies to must be refused, for one of its reasons. */
export interface FalseAcceptance {
  readonly name: string;
  /** Why we are stricter. */
  readonly because: string;
  readonly refusedAs: readonly TokenReason[];
  readonly applies: (token: Dissection) => boolean;
}
