import { jwtGuard, requireScopes } from '@jwt-guard/express';
import type { KeyRing } from '@jwt-guard/issuer';
import { Router } from 'express';
import type { ApiGuardOptions } from '../apis/guard-options.js';

/** What an operator does: here, with a token of root. */
export function adminRoutes(keys: KeyRing, guard: ApiGuardOptions): Router {
  const router = Router();
  router.post('/rotate-keys', jwtGuard(guard), requireScopes('keys:rotate'), async (_request, response) => {
    const { kid, signsFromMs } = await keys.rotateNow();
    response.status(202).json({ kid, signs_from: new Date(signsFromMs), keys: await keys.list() });
  });
  return router;
}
