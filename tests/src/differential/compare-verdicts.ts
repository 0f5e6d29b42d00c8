import { isJwtGuardError } from '@jwt-guard/core';
import { deliberateRefusals } from './deliberate.js';
import type { DeliberateRefusal } from './deliberate.js';
import { dissect } from './dissection.js';
import type { GeneratedToken } from './generate-token.js';

/** What two verifiers said of one token. */
export type Comparison =
  | { readonly outcome: 'accepted by both' | 'refused by both' }
  | { readonly outcome: 'deliberately refused'; readonly refusal: DeliberateRefusal }
  | { readonly outcome: 'fault'; readonly fault: string };

/** Lets both verify a token, and judges what they say. */
export async function compareVerdicts({ token, lane }: GeneratedToken): Promise<Comparison> {
  const [ours, theirs] = await Promise.allSettled([lane.guard.verify(token), lane.oracle(token)]);
  if (ours.status === 'rejected' && !isRefusal(ours.reason))
    return fault(`an unexpected error: ${String(ours.reason)}`);
  const theyAccept = theirs.status === 'fulfilled';
  if (ours.status === 'fulfilled') return theyAccept ? accepted(token, lane) : fault('accepted by us alone');
  return theyAccept ? deliberately({ token, lane }, ours.reason as Refusal) : { outcome: 'refused by both' };
}

interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** The keys are at hand here, so the token is at fault, always. */
function isRefusal(error: unknown): error is Refusal {
  return isJwtGuardError(error) && error.code === 'invalid_token';
}

/** What is on the list is refused without exception. */
function accepted(token: string, lane: GeneratedToken['lane']): Comparison {
  const dissection = dissect(token, lane);
  const forbidden = deliberateRefusals.find(({ applies }) => applies(dissection));
  if (forbidden === undefined) return { outcome: 'accepted by both' };
  return fault(`accepted, though "${forbidden.name}" stands on the list of deliberate refusals`);
}

function deliberately({ token, lane }: Pick<GeneratedToken, 'token' | 'lane'>, { reason }: Refusal): Comparison {
  const dissection = dissect(token, lane);
  const refusal = deliberateRefusals.find(
    ({ applies, refusedAs }) => refusedAs.some((deliberate) => deliberate === reason) && applies(dissection),
  );
  return refusal === undefined
    ? fault(`refused as ${reason} by us alone, for no deliberate reason`)
    : { outcome: 'deliberately refused', refusal };
}

function fault(text: string): Comparison {
  return { outcome: 'fault', fault: text };
}
