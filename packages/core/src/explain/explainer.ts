import type { SecurityEventEmitter } from '../events/security-event-emitter.js';
import { createFetchBudget } from '../keys/fetch-budget.js';
import type { FetchBudget } from '../keys/fetch-budget.js';
import type { IssuerDirectory } from '../verifier/issuer-directory.js';
import type { SharedSettings } from '../verifier/verifier-options.js';
import { gatherEvidence } from './gather-evidence.js';
import { makeExplanation } from './make-explanation.js';
import type { Rejection } from './rejection.js';

/** What an explainer works with. */
export interface ExplainerContext {
  readonly events: SecurityEventEmitter;
  readonly issuers: Pick<IssuerDirectory, 'known'>;
  readonly settings: Pick<SharedSettings<unknown>, 'clock' | 'clockTolerance' | 'maxTokenSize' | 'explain'>;
}

/** Explains a refusal to whoever listens, after its answer. Returns at once, and never throws. */
export type Explain = (rejection: Rejection) => void;

/** A flood of bad tokens must cost nothing, and fill no log. */
const explanations = { size: 10, refillMs: 1_000 };

/** Makes what explains refusals: ten at once, and one a second after that. While nobody listens, it does nothing. */
export function createExplainer({ events, issuers, settings }: ExplainerContext): Explain {
  const { clock, explain } = settings;
  if (!explain.isAllowed) return () => undefined;
  if (explain.receiver !== undefined) events.on('explained', explain.receiver);
  let budget: FetchBudget | undefined;
  let leftOut = 0;

  async function tell(rejection: Rejection, nowSeconds: number, leftOutBefore: number): Promise<void> {
    const evidence = await gatherEvidence(rejection, { issuers, settings, nowSeconds });
    events.emit('explained', makeExplanation(evidence, leftOutBefore));
  }

  function start(rejection: Rejection): void {
    budget ??= createFetchBudget(clock, explanations); // The clock is not asked before it is needed.
    if (!budget.spend()) {
      leftOut += 1;
      return;
    }
    const [nowSeconds, leftOutBefore] = [clock() / 1_000, leftOut];
    leftOut = 0;
    setImmediate(() => void quietly(() => tell(rejection, nowSeconds, leftOutBefore)));
  }

  return (rejection) => {
    if (events.hears('explained')) {
      void quietly(() => {
        start(rejection);
      });
    }
  };
}

/** Whatever fails here, the answer stands. */
async function quietly(action: () => void | Promise<void>): Promise<void> {
  try {
    await action();
  } catch {
    process.emitWarning('A refusal could not be explained', 'JwtGuardWarning');
  }
}
