import type { VerifiedToken } from '@jwt-guard/core';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Express offers no other way to extend its types.
  namespace Express {
    interface Request {
      /** What `jwtGuard()` verified; undefined where credentials are optional and none was sent. */
      auth?: VerifiedToken | undefined;
    }
  }
}
