import type { RequestGuardOptions } from '@jwt-guard/core';

import type { GuardedApp } from './guarded-app.js';
import { startGuardedExpressApp } from './guarded-express-app.js';
import { startGuardedNestApp } from './guarded-nest-app.js';

/**
 * Starts one application on each adapter, all behind a guard with the same options. Each serves `/open`, `/protected` and
 * `/scoped` (scope `reports:read`) by any method; the answer is `{ subject, source }`.
 */
export async function startGuardedApps(options: RequestGuardOptions): Promise<readonly GuardedApp[]> {
  return Promise.all([
    startGuardedExpressApp(options),
    startGuardedNestApp(options, 'Express'),
    startGuardedNestApp(options, 'Fastify'),
  ]);
}
