import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifierOptions, RequestGuardOptions } from '@jwt-guard/core';

import { startGuardedExpressApp } from './guarded-express-app.js';
import { startGuardedNestApp } from './guarded-nest-app.js';

/** What came of creating something: `created`, the name of the option at fault, or, which must never be, another error. */
export function creationVerdict(create: () => unknown): string {
  try {
    create();
    return 'created';
  } catch (error) {
    return optionAtFault(error);
  }
}

/** The verdicts on the options of a guard by core, Express and Nest: each once, so that one name means that all agree. */
export async function creationVerdicts(options: unknown): Promise<readonly string[]> {
  const core = creationVerdict(() => {
    createJwtVerifier(options as JwtVerifierOptions).close();
  });
  const started = [startGuardedExpressApp, startOnNest].map(async (start) => {
    try {
      await (await start(options as RequestGuardOptions)).close();
      return 'created';
    } catch (error) {
      return optionAtFault(error);
    }
  });
  return [...new Set([core, ...(await Promise.all(started))])];
}

function startOnNest(options: RequestGuardOptions): ReturnType<typeof startGuardedNestApp> {
  return startGuardedNestApp(options, 'Fastify');
}

/** An error names the option, and after it the remedy. */
function optionAtFault(error: unknown): string {
  const { code, option, message } = error as { code?: unknown; option?: string; message: string };
  const named = code === 'invalid_option' && option !== undefined && message.startsWith(`${option}: `);
  return named && message.length > option.length + 10 ? option : `thrown: ${String(error)}`;
}
