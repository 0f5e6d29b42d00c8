import { isVerifiedToken } from '@jwt-guard/core';
import type { VerifiedToken } from '@jwt-guard/core';
import type { ExecutionContext } from '@nestjs/common';

/** Sets who sent the request: `auth`, the verified token, and `user`, its claims. Undefined clears both. */
export function identify(request: object, token: VerifiedToken<unknown> | undefined): void {
  Object.assign(request, { auth: token, user: token?.claims });
}

/** The token that the guard verified; undefined where the route let an anonymous request through. */
export function verifiedTokenOf(context: ExecutionContext): VerifiedToken | undefined {
  if (context.getType() !== 'http') return undefined;
  const { auth } = context.switchToHttp().getRequest<{ readonly auth?: unknown }>();
  return isVerifiedToken(auth) ? auth : undefined;
}
